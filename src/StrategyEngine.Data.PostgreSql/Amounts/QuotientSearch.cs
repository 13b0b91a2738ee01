using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>Finds a quotient or an average whose last digits are not those of a decimal, because nothing has rounded it.</summary>
internal sealed class QuotientSearch : ExpressionVisitor
{
    private bool _found;

    public static bool Finds(SqlExpression expression)
    {
        var search = new QuotientSearch();
        search.Visit(expression);
        return search._found;
    }

    protected override Expression VisitExtension(Expression node)
    {
        switch (node)
        {
            case SqlFunctionExpression { Name: "round" or "trunc" or "floor" or "ceiling" or "sign" }:
                return node;
            case SqlFunctionExpression { Name: "avg" } or SqlBinaryExpression { OperatorType: ExpressionType.Divide }:
                _found |= ((SqlExpression)node).Type is { } type && (Nullable.GetUnderlyingType(type) ?? type) == typeof(decimal);
                return node;
            default:
                return base.VisitExtension(node);
        }
    }
}
