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

    public MigrationJournalEntry Announced(DateTimeOffset startedAt) => Entry(MigrationJournalStatus.Announced, startedAt);

    public MigrationJournalEntry Partial(PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration, int commandsDone) =>
        Entry(MigrationJournalStatus.Partial, startedAt, migration) with { Duration = duration, CommandsDone = commandsDone };

    public MigrationJournalEntry Applied(PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration) =>
        Entry(MigrationJournalStatus.Applied, startedAt, migration) with { Duration = duration, CommandsDone = migration.CommandCount };

    public MigrationJournalEntry Failed(PlannedMigration migration, DateTimeOffset startedAt, TimeSpan duration, MigrationFailedException failure)
    {
        var error = failure.InnerException?.Message ?? failure.Message;
        return Entry(MigrationJournalStatus.Failed, startedAt, migration) with
        {
            Duration = duration,
            Error = error.Length > LongestError ? error[..LongestError] : error,
        };
    }

    private MigrationJournalEntry Entry(MigrationJournalStatus status, DateTimeOffset startedAt, PlannedMigration? migration = null) => new()
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
        SqlHash = migration?.SqlHash,
    };
}
