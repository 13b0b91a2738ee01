using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>Follows the digits of amounts through the products and quotients of a query.</summary>
internal sealed class AmountQueryVisitor(IModel model) : ExpressionVisitor
{
    private const int Decimals = 8;

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (IsDecimal(node.Type) && node.NodeType is ExpressionType.Multiply or ExpressionType.Divide && Operands(node) is var (left, right))
        {
            var (result, exact) = node.NodeType == ExpressionType.Multiply ? (left * right, left.Scale + right.Scale) : (left / right, Decimals);
            if (result.Scale < Math.Min(Decimals, exact))
            {
                throw new TradingDataException(
                    "persistence.amount_scale",
                    $"SQL Server would keep only {result.Scale} decimals of '{node}'. Select the amounts and compute in memory, behind AsEnumerable or ToListAsync.");
            }
        }

        return base.VisitBinary(node);
    }

    // What is only a value takes the form of the amount it meets.
    private (AmountForm Left, AmountForm Right)? Operands(BinaryExpression node)
    {
        var (left, right) = (Form(node.Left), Form(node.Right));
        return (left ?? right, right ?? left) is ({ } first, { } second) ? (first, second) : null;
    }

    private AmountForm? Form(Expression expression) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.Negate or ExpressionType.Quote } unary => Form(unary.Operand),
        LambdaExpression lambda => Form(lambda.Body),
        MemberExpression { Member.Name: nameof(Nullable<decimal>.Value), Expression: { } inner } when IsDecimal(inner.Type) => Form(inner),
        MemberExpression { Expression: { } owner } member => Stored(model.FindEntityType(owner.Type)?.FindProperty(member.Member.Name)),
        BinaryExpression { NodeType: ExpressionType.Multiply } product => Operands(product) is var (left, right) ? left * right : null,
        BinaryExpression { NodeType: ExpressionType.Divide } quotient => Operands(quotient) is var (left, right) ? left / right : null,
        BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Coalesce } sum => Operands(sum) is var (left, right) ? left + right : null,
        ConditionalExpression choice => Form(choice.IfTrue) ?? Form(choice.IfFalse),
        MethodCallExpression { Method.Name: nameof(Queryable.Sum), Arguments: [.., { } selector] } => Form(selector)?.Summed,
        MethodCallExpression { Method.Name: nameof(Queryable.Average), Arguments: [.., { } selector] } => Form(selector)?.Averaged,
        MethodCallExpression { Method.Name: nameof(Queryable.Max) or nameof(Queryable.Min), Arguments: [.., { } selector] } => Form(selector),
        _ => null,
    };

    private static AmountForm? Stored(IProperty? property) =>
        property is not null && TradingEntityTypes.IsOurs(property.DeclaringType) && IsDecimal(property.ClrType)
        && property.GetPrecision() is { } precision && property.GetScale() is { } scale
            ? new AmountForm(precision, scale)
            : null;

    private static bool IsDecimal(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(decimal);
}
