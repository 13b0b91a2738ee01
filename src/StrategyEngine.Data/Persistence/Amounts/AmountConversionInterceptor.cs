using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>Writes out what <c>Convert.ToInt32</c> and its like do with a number, and with one that may be null.</summary>
/// <remarks>
/// They round a decimal, where a cast cuts it, and both become the same CAST. A number that may be null is handed to them as an object:
/// null becomes 0. Stateless.
/// </remarks>
internal sealed class AmountConversionInterceptor : ExpressionVisitor, IQueryExpressionInterceptor
{
    private AmountConversionInterceptor()
    {
    }

    public static AmountConversionInterceptor Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Method.DeclaringType != typeof(Convert)
            || !IsNumber(node.Type)
            || node.Arguments is not [{ } argument]
            || Number(argument) is not { } number)
        {
            return base.VisitMethodCall(node);
        }

        var value = Visit(number);
        if (!IsFraction(value.Type) || IsFraction(node.Type))
            return Expression.Convert(value, node.Type);
        return value.Type == typeof(decimal)
            ? Expression.Convert(Expression.Call(typeof(Math), nameof(Math.Round), null, value), node.Type)
            : Expression.Call(typeof(Convert), node.Method.Name, null, value); // engines translate it themselves, or refuse it
    }

    /// <summary>The number that is converted, with 0 for null; null if it is none, or none that needs a word.</summary>
    private static Expression? Number(Expression argument)
    {
        var value = argument;
        while (value is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs, Operand: var boxed }
            && !value.Type.IsValueType)
        {
            value = boxed;
        }

        if (Nullable.GetUnderlyingType(value.Type) is { } type)
            return IsNumber(type) ? Expression.Coalesce(value, Expression.Constant(Activator.CreateInstance(type), type)) : null;
        return value.Type == typeof(decimal) || (value != argument && IsNumber(value.Type)) ? value : null;
    }

    private static bool IsFraction(Type type) => Type.GetTypeCode(type) is TypeCode.Single or TypeCode.Double or TypeCode.Decimal;

    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
