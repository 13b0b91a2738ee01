using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>Writes out that a cast of a binary number to an integer cuts it: PostgreSQL's rounds.</summary>
/// <remarks>Stateless.</remarks>
internal sealed class FloatingPointCastInterceptor : ExpressionVisitor, IQueryExpressionInterceptor
{
    private FloatingPointCastInterceptor()
    {
    }

    public static FloatingPointCastInterceptor Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.NodeType is not (ExpressionType.Convert or ExpressionType.ConvertChecked)
            || !IsFloatingPoint(node.Operand.Type)
            || !IsIntegral(node.Type))
        {
            return base.VisitUnary(node);
        }

        var number = Visit(node.Operand);
        var isNullable = Nullable.GetUnderlyingType(number.Type) is not null;
        var cut = Expression.Call(typeof(Math), nameof(Math.Truncate), null, Expression.Convert(number, typeof(double)));
        var integer = Expression.MakeUnary(node.NodeType, cut, node.Type, node.Method);
        return isNullable && Nullable.GetUnderlyingType(node.Type) is not null
            ? Expression.Condition(
                Expression.Equal(number, Expression.Constant(null, number.Type)), Expression.Constant(null, node.Type), integer)
            : integer;
    }

    private static bool IsFloatingPoint(Type type) => Kind(type) is TypeCode.Double or TypeCode.Single;

    private static bool IsIntegral(Type type) => !type.IsEnum && Kind(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private static TypeCode Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type);
}
