using System.Linq.Expressions;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Refuses ExecuteUpdate on encrypted properties: it would write one ciphertext to all rows, which shows that they are equal, and pass
/// by blind indexes and row binding. Setting NULL is harmless where no index has to follow.
/// </summary>
internal sealed class EncryptedSetterGuard(ShapeReader shapes) : ExpressionVisitor
{
    public void Demand(MethodCallExpression update)
    {
        for (var i = 1; i < update.Arguments.Count; i++)
            Visit(update.Arguments[i]);
    }

    protected override Expression VisitNew(NewExpression node)
    {
        if (node.Arguments is [var target, var value] && QueryOperators.Lambda(target) is { } setter)
            DemandSetter(setter, value);
        return node;
    }

    private void DemandSetter(LambdaExpression setter, Expression value)
    {
        if (shapes.Value(setter.Body) is { } property)
        {
            var indexed = EncryptedProperties.FindIndex(property) is not null;
            if (indexed || !IsNull(value))
            {
                throw new EncryptedQueryException(
                    $"{property.DeclaringType.ClrType.Name}.{property.Name}",
                    "ExecuteUpdate()",
                    indexed
                        ? "Load the entities, assign the property and call SaveChanges."
                        : "Load the entities, assign the property and call SaveChanges; or clear it by a lambda, x => null.");
            }
        }
        else if ((QueryOperators.Lambda(value)?.Body ?? value) is var source && shapes.Value(source) is { } copied)
        {
            throw new EncryptedQueryException(
                $"{copied.DeclaringType.ClrType.Name}.{copied.Name}",
                "ExecuteUpdate()",
                "Its ciphertext opens in its own column only. Load the entities, assign the property and call SaveChanges.");
        }
    }

    // A null that is given as a value has become a parameter by now, whose value is not known here.
    private static bool IsNull(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value is null,
        UnaryExpression unary => IsNull(unary.Operand),
        LambdaExpression lambda => IsNull(lambda.Body),
        _ => false,
    };
}
