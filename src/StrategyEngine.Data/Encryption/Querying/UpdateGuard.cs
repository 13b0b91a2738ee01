using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Querying.Operators;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Refuses ExecuteUpdate on encrypted properties: it would write one ciphertext to all rows, which shows that they are equal, and pass by
/// blind indexes and row binding. Setting NULL is harmless, and clears the blind index too.
/// </summary>
internal sealed class UpdateGuard(QueryScope scope, Func<Expression, Checked> read)
{
    /// <summary>Checks ExecuteUpdate, whose source has been read.</summary>
    public Checked Check(MethodCallExpression node, Checked source)
    {
        if (node.Arguments is not [_, NewArrayExpression setters]
            || !setters.Expressions.All(setter => setter is NewExpression { Arguments.Count: 2 }))
        {
            return source.Shape.Reachable is { } property
                ? throw Refusal.Of(property, "ExecuteUpdate() of an unknown form", Refusal.SaveInstead)
                : new Checked(node.Update(null, [source.Node, .. node.Arguments.Skip(1)]), Shape.Plain);
        }

        var outer = scope.IsProjecting;
        scope.IsProjecting = false;
        var visited = setters.Expressions.Cast<NewExpression>().SelectMany(setter => CheckSetter(setter, source.Shape.Elements)).ToList();
        scope.IsProjecting = outer;
        return new Checked(node.Update(null, [source.Node, setters.Update(visited)]), Shape.Plain);
    }

    private IEnumerable<NewExpression> CheckSetter(NewExpression setter, Shape elements)
    {
        var target = ReadPart(setter.Arguments[0], elements);
        var value = setter.Arguments[1];
        if (target.Shape.Value is { } property && IsNullValue(value))
        {
            var selector = QueryOperators.Lambda(target.Node)!;
            Expression[] cleared = [target.Node, .. EncryptedProperties.Indexes(property).Select(index => Select(index, selector))];
            return cleared.Select(column => setter.Update([column, value]));
        }

        if (target.Shape.Reachable is { } encrypted)
        {
            throw Refusal.Of(encrypted, "ExecuteUpdate()", target.Shape.Value is null
                ? Refusal.SaveInstead
                : "Load the entities, assign the property and call SaveChanges; or clear it by a lambda that returns null, "
                    + "SetProperty(x => x.Property, x => null).");
        }

        if (target.Shape.TopIndexed is { } indexed)
            throw Refusal.Of(indexed, "ExecuteUpdate() of its blind index", Refusal.SaveInstead);
        var given = ReadPart(value, elements);
        return given.Shape.Reachable is { } copied
            ? throw Refusal.Of(copied, "ExecuteUpdate()", $"Its ciphertext opens in its own column only. {Refusal.SaveInstead}")
            : [setter.Update([target.Node, given.Node])];
    }

    private Checked ReadPart(Expression part, Shape elements)
    {
        if (QueryOperators.Lambda(part) is { Parameters: [var parameter] } && elements != Shape.Plain)
            scope.Bind(parameter, elements);
        return read(part);
    }

    private static LambdaExpression Select(IReadOnlyProperty index, LambdaExpression selector)
    {
        var instance = selector.Body switch
        {
            MemberExpression { Expression: { } owner } => owner,
            MethodCallExpression { Object: null } call => call.Arguments[0],
            _ => selector.Parameters[0],
        };
        return Expression.Lambda(
            selector.Type,
            Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], instance, Expression.Constant(index.Name)),
            selector.Parameters);
    }

    // A null that is given as a value has become a parameter by now, whose value is not known here: the next execution may bring another.
    private static bool IsNullValue(Expression value) => value switch
    {
        LambdaExpression lambda => NullTest.IsNull(lambda.Body),
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression lambda } => NullTest.IsNull(lambda.Body),
        _ => NullTest.IsNull(value),
    };
}
