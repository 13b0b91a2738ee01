using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <content>
/// ExecuteUpdate on encrypted properties is refused: it would write one ciphertext to all rows, which shows that they are equal, and pass by
/// blind indexes and row binding. Setting NULL is harmless, and clears the blind index too.
/// </content>
internal sealed partial class EncryptedQueryGuard
{
    private MethodCallExpression VisitUpdate(MethodCallExpression node, Checked source)
    {
        if (node.Arguments is not [_, NewArrayExpression setters] || !setters.Expressions.All(setter => setter is NewExpression { Arguments.Count: 2 }))
        {
            return source.Shape.Reachable is { } property
                ? throw Refuse(property, "ExecuteUpdate() of an unknown form", "Load the entities, assign the property and call SaveChanges.")
                : Give(node.Update(null, [source.Node, .. node.Arguments.Skip(1)]), Shape.Plain);
        }

        var outer = _projecting;
        _projecting = false;
        var visited = setters.Expressions.Cast<NewExpression>().SelectMany(setter => VisitSetter(setter, source.Shape.Elements)).ToList();
        _projecting = outer;
        return Give(node.Update(null, [source.Node, setters.Update(visited)]), Shape.Plain);
    }

    private IEnumerable<NewExpression> VisitSetter(NewExpression setter, Shape elements)
    {
        var target = ReadSetterPart(setter.Arguments[0], elements);
        var value = setter.Arguments[1];
        if (target.Shape.Value is { } property && IsNullValue(value))
        {
            Expression[] cleared = [target.Node, .. EncryptedProperties.Indexes(property).Select(index => Select(index, QueryOperators.Lambda(target.Node)!))];
            return cleared.Select(column => setter.Update([column, value]));
        }

        if (target.Shape.Reachable is { } encrypted)
        {
            throw Refuse(encrypted, "ExecuteUpdate()", target.Shape.Value is null
                ? "Load the entities, assign the property and call SaveChanges."
                : "Load the entities, assign the property and call SaveChanges; or clear it by a lambda that returns null, SetProperty(x => x.Property, x => null).");
        }

        if (SetsIndex(target.Node, elements) is { } indexed)
            throw Refuse(indexed, "ExecuteUpdate() of its blind index", "Load the entities, assign the property and call SaveChanges.");
        var read = ReadSetterPart(value, elements);
        return read.Shape.Reachable is { } copied
            ? throw Refuse(copied, "ExecuteUpdate()", "Its ciphertext opens in its own column only. Load the entities, assign the property and call SaveChanges.")
            : [setter.Update([target.Node, read.Node])];
    }

    private Checked ReadSetterPart(Expression part, Shape elements)
    {
        if (QueryOperators.Lambda(part) is { Parameters: [var parameter] } && elements != Shape.Plain)
            _parameters[parameter] = elements;
        return Read(part);
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

    /// <summary>The encrypted property whose blind index a setter would set by itself.</summary>
    private static IProperty? SetsIndex(Expression target, Shape elements) =>
        QueryOperators.Lambda(target)?.Body is MethodCallExpression { Arguments: [_, ConstantExpression { Value: string name }] } && elements.Structure is { } type
        && type.FindProperty(name) is { } index && EncryptedProperties.Index(index) is { } column
            ? index.DeclaringType.GetProperties().FirstOrDefault(property => EncryptedProperties.Column(property) == column.Source)
            : null;

    // A null that is given as a value has become a parameter by now, whose value is not known here: the next execution may bring another.
    private static bool IsNullValue(Expression value) => value switch
    {
        LambdaExpression lambda => IsNull(lambda.Body),
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression lambda } => IsNull(lambda.Body),
        _ => IsNull(value),
    };
}
