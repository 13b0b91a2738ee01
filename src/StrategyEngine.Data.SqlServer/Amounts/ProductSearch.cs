using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>
/// Finds what SQL Server computes to fewer digits than it has: a product, a quotient, an average, and on demand the column of a subquery,
/// which may be one.
/// </summary>
internal sealed class ProductSearch(bool alsoSubqueries) : ExpressionVisitor
{
    private bool _found;

    public static bool Finds(SqlExpression expression, bool alsoSubqueries)
    {
        var search = new ProductSearch(alsoSubqueries);
        search.Visit(expression);
        return search._found;
    }

    protected override Expression VisitExtension(Expression node)
    {
        _found |= node is ColumnExpression { Column: null } ? alsoSubqueries : node is SqlFunctionExpression { Name: "AVG" }
            or SqlBinaryExpression { OperatorType: ExpressionType.Multiply or ExpressionType.Divide };
        return _found ? node : base.VisitExtension(node);
    }
}
