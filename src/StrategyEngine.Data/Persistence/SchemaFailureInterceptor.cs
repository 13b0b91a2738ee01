using System.Data.Common;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>Turns the database's complaint about a missing table, in answer to a query of LINQ, into the call that makes it.</summary>
/// <remarks>
/// Not in answer to SQL that somebody wrote, which may name what no migration makes, nor to a save, whose errors are named as a whole.
/// Stateless.
/// </remarks>
internal sealed class SchemaFailureInterceptor : DbCommandInterceptor
{
    private SchemaFailureInterceptor()
    {
    }

    public static SchemaFailureInterceptor Instance { get; } = new();

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData)
    {
        if (eventData.CommandSource is CommandSource.LinqQuery or CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete
            && eventData.Context is { } context
            && SchemaFailure.Of(TradingOptionsExtension.Of(context).Provider, eventData.Exception) is { } failure)
        {
            throw failure;
        }
    }

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }
}
