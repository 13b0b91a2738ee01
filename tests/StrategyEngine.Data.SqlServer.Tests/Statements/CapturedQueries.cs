using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>
/// What the library asks EF for while it works on a real database: each query as EF has it before it translates it, and the methods that
/// ran one.
/// </summary>
internal sealed class CapturedQueries : DbCommandInterceptor, IQueryExpressionInterceptor
{
    public ConcurrentQueue<Expression> Queries { get; } = [];

    public ConcurrentDictionary<string, bool> Methods { get; } = [];

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is TradingDbContext)
            Queries.Enqueue(queryExpression);
        return queryExpression;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note();
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Note();
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Note();
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note();
        return ValueTask.FromResult(result);
    }

    private void Note()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } && type.Assembly == typeof(TradingDatabase).Assembly)
                Methods[CallSites.NameOf(frame.GetMethod()!)] = true;
        }
    }
}
