using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>What a run and the executions of its migrations share.</summary>
internal sealed class MigrationRunServices
{
    public MigrationRunServices(
        TradingDatabase database,
        CompiledMigrations migrations,
        MigrationSession session,
        TimeSpan lockTimeout,
        IProgress<MigrationProgress>? progress,
        ILogger logger)
    {
        Database = database;
        Migrations = migrations;
        Session = session;
        Logger = logger;
        Progress = new RunProgress(progress, logger);
        Journal = new RunJournal(Guid.CreateVersion7(database.TimeProvider.GetUtcNow()), migrations.HistoryTable);
        Schema = new SchemaComparison(migrations, session);
        Lock = new MigrationLock(
            database.Provider,
            session,
            migrations.HistoryTable,
            Journal.RunId,
            lockTimeout,
            () => Progress.Report(MigrationStage.WaitingForLock, null));
        History = new RunHistory(session, Lock, migrations.HistoryTable);
    }

    public TradingDatabase Database { get; }

    public CompiledMigrations Migrations { get; }

    public MigrationSession Session { get; }

    public ILogger Logger { get; }

    public RunProgress Progress { get; }

    public RunJournal Journal { get; }

    public SchemaComparison Schema { get; }

    public MigrationLock Lock { get; }

    public RunHistory History { get; }

    public TimeProvider Time => Database.TimeProvider;

    /// <summary>Takes entries of this status out of the journal; those of every run, or of one.</summary>
    public Task ClearJournalAsync(MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) =>
        Session.ClearJournalAsync(Migrations.HistoryTable, status, runId, cancellationToken);
}
