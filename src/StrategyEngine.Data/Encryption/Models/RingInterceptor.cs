using System.Data.Common;

using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Refuses the commands of a context whose key ring is disposed: its model may be in the hands of another ring by then. One for each
/// context.
/// </summary>
internal sealed class RingInterceptor(IDbContextOptions options) : DbCommandInterceptor
{
    private readonly RingModels? _models = options.FindExtension<EncryptionOptionsExtension>()?.Ring?.Models;

    /// <summary>The commands whose readers are open.</summary>
    private List<Guid>? _reading;

    public override InterceptionResult<DbCommand> CommandCreating(
        CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result)
    {
        _models?.Demand();
        ParameterValues.Begin(eventData.CommandId);
        return result;
    }

    // The parameters are converted by now. If the ring is not disposed yet, they were converted by its keys.
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        ParameterValues.End(eventData.CommandId);
        _models?.Demand();
        return result;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (_models is not null)
        {
            _models.Enter();
            (_reading ??= []).Add(eventData.CommandId);
        }

        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReaderExecuting(command, eventData, result));

    public override InterceptionResult DataReaderDisposing(
        DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        End(eventData.CommandId);
        return result;
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => End(eventData.CommandId);

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData.CommandId);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => End(eventData.CommandId);

    public override Task CommandCanceledAsync(
        DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData.CommandId);
        return Task.CompletedTask;
    }

    // Whatever is told twice, or of a command that was not begun here, ends nothing.
    private void End(Guid command)
    {
        if (_reading?.Remove(command) == true)
            _models!.Exit();
    }
}
