using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>Refuses, before it is translated, a query whose product or quotient of amounts SQL Server would cut to fewer than eight decimals.</summary>
internal sealed class AmountQueryInterceptor : IQueryExpressionInterceptor
{
    private AmountQueryInterceptor()
    {
    }

    public static AmountQueryInterceptor Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is { } context)
            new AmountQueryVisitor(context.Model).Visit(queryExpression);
        return queryExpression;
    }
}
