using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>
/// Finds what may have more digits than a decimal: a product, a quotient, an average, and the column of a subquery, which may be one.
/// </summary>
internal sealed class ProductSearch : ExpressionVisitor
{
    private bool _found;

    public static bool Finds(SqlExpression expression)
    {
        var search = new ProductSearch();
        search.Visit(expression);
        return search._found;
    }

    protected override Expression VisitExtension(Expression node)
    {
        _found |= node is ColumnExpression { Column: null } or SqlFunctionExpression { Name: "avg" }
            or SqlBinaryExpression { OperatorType: ExpressionType.Multiply or ExpressionType.Divide };
        return _found ? node : base.VisitExtension(node);
    }
}
