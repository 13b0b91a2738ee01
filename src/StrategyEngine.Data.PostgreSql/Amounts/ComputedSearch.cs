using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>
/// Finds what may have more digits than a decimal: a sum, a product, a quotient, an average, and the column of a subquery, which may be
/// one.
/// </summary>
/// <remarks>
/// A sum has the decimals of its finest operand, zeros too: those of a price, and the digits of a large volume before them.
/// </remarks>
internal sealed class ComputedSearch : ExpressionVisitor
{
    private bool _found;

    public static bool Finds(SqlExpression expression)
    {
        var search = new ComputedSearch();
        search.Visit(expression);
        return search._found;
    }

    protected override Expression VisitExtension(Expression node)
    {
        _found |= node is ColumnExpression { Column: null } or SqlFunctionExpression { Name: "avg" or "sum" } or SqlBinaryExpression
        {
            OperatorType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Divide,
        };
        return _found ? node : base.VisitExtension(node);
    }
}
