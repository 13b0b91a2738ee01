using System.Reflection;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>What one run writes into the journal.</summary>
internal sealed class RunJournal(Guid runId, string historyTable)
{
    private const int LongestError = 2000;

    private static readonly string? LibraryVersion =
        typeof(RunJournal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static readonly string? Application = Assembly.GetEntryAssembly()?.GetName() is { } name ? $"{name.Name} {name.Version}" : null;

    public Guid RunId { get; } = runId;

    /// <summary>The backup that was made for the run.</summary>
    public string? Backup { get; set; }

    public MigrationJournalEntry Announced(DateTimeOffset startedAt) => Entry(MigrationJournalStatus.Announced, startedAt);

    public MigrationJournalEntry Partial(PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration, int commandsDone) =>
        Entry(MigrationJournalStatus.Partial, startedAt, migration) with { Duration = duration, CommandsDone = commandsDone };

    /// <summary>A migration that is applied or reverted.</summary>
    public MigrationJournalEntry Done(
        PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration, SchemaSnapshot schema, bool isLast) =>
        Entry(
            migration.Direction == MigrationDirection.Up ? MigrationJournalStatus.Applied : MigrationJournalStatus.Reverted,
            startedAt,
            migration) with
        {
            Duration = duration,
            CommandsDone = migration.CommandCount,
            DownSql = migration.DownSql,
            SchemaFingerprint = schema.Fingerprint,
            SchemaSnapshot = isLast ? schema.Text : null,
        };

    public MigrationJournalEntry Failed(
        PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration, MigrationFailedException failure)
    {
        var error = failure.InnerException?.Message ?? failure.Message;
        return Entry(MigrationJournalStatus.Failed, startedAt, migration) with
        {
            Duration = duration,
            Error = error.Length > LongestError ? error[..LongestError] : error,
        };
    }

    /// <summary>A migration that is entered without being run.</summary>
    public MigrationJournalEntry Entered(MigrationJournalStatus status, PlannedMigration migration, DateTimeOffset at) =>
        Entry(status, at, migration) with { DownSql = migration.DownSql };

    /// <summary>The schema as it is, accepted.</summary>
    public MigrationJournalEntry Stamped(SchemaSnapshot schema, DateTimeOffset at) =>
        Entry(MigrationJournalStatus.Stamped, at) with { SchemaFingerprint = schema.Fingerprint, SchemaSnapshot = schema.Text };

    private MigrationJournalEntry Entry(MigrationJournalStatus status, DateTimeOffset startedAt, PlannedMigration? migration = null) =>
        new()
        {
            RunId = RunId,
            HistoryTable = historyTable,
            MigrationId = migration?.Id,
            Status = status,
            StartedAt = startedAt,
            CommandsTotal = migration?.CommandCount ?? 0,
            EntityFrameworkVersion = CompiledMigrations.EntityFrameworkVersion,
            LibraryVersion = LibraryVersion,
            Application = Application,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            OperationsHash = migration?.OperationsHash,
            SqlHash = migration?.SqlHash,
            Backup = Backup,
        };
}
