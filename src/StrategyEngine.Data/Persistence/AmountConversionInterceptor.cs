using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>Writes out that <c>Convert.ToInt32</c> and its like round a decimal, where a cast cuts it: both become the same CAST.</summary>
/// <remarks>Stateless.</remarks>
internal sealed class AmountConversionInterceptor : ExpressionVisitor, IQueryExpressionInterceptor
{
    private AmountConversionInterceptor()
    {
    }

    public static AmountConversionInterceptor Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        node.Method.DeclaringType == typeof(Convert) && node.Method.Name is nameof(Convert.ToInt64) or nameof(Convert.ToInt32) or nameof(Convert.ToInt16) or nameof(Convert.ToByte)
            && node.Arguments is [{ } argument] && Amount(argument) is { } amount
            ? Expression.Convert(Expression.Call(typeof(Math), nameof(Math.Round), null, Visit(amount)), node.Type)
            : base.VisitMethodCall(node);

    // An amount that may be null is handed over as an object, and null becomes 0.
    private static Expression? Amount(Expression argument)
    {
        var value = argument is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var boxed } && argument.Type == typeof(object) ? boxed : argument;
        return value.Type == typeof(decimal) ? value
            : value.Type == typeof(decimal?) ? Expression.Coalesce(value, Expression.Constant(0m))
            : null;
    }
}
