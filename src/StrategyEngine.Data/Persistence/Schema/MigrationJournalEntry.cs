using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>One row of the journal table <c>__trading_migration_journal</c>.</summary>
public sealed record MigrationJournalEntry
{
    /// <summary>
    /// The run, one call of <c>MigrateAsync</c>, <c>RollbackAsync</c>, <c>BaselineAsync</c> or <c>RepairAsync</c> (a UUIDv7).
    /// </summary>
    public required Guid RunId { get; init; }

    /// <summary>The history table the run concerns, because several contexts may live in one database.</summary>
    public required string HistoryTable { get; init; }

    /// <summary>
    /// The migration; null for <see cref="MigrationJournalStatus.Announced"/> and <see cref="MigrationJournalStatus.Stamped"/>.
    /// </summary>
    public string? MigrationId { get; init; }

    /// <summary>What the entry says.</summary>
    public required MigrationJournalStatus Status { get; init; }

    /// <summary>When the migration, or for an announcement the run, began (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, to the millisecond; null for an announcement.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many commands of the migration had run.</summary>
    public int CommandsDone { get; init; }

    /// <summary>How many commands the migration has.</summary>
    public int CommandsTotal { get; init; }

    /// <summary>The version of Entity Framework that made the SQL.</summary>
    public string? EntityFrameworkVersion { get; init; }

    /// <summary>The version of this library.</summary>
    public string? LibraryVersion { get; init; }

    /// <summary>The name and version of the application.</summary>
    public string? Application { get; init; }

    /// <summary>The name of the machine.</summary>
    public string? Host { get; init; }

    /// <summary>The id of the process on <see cref="Host"/>.</summary>
    public int? ProcessId { get; init; }

    /// <summary>SHA-256 over the commands of the migration, in hexadecimal.</summary>
    public string? SqlHash { get; init; }

    /// <summary>
    /// SHA-256 over the operations of the migration, in hexadecimal. Unlike <see cref="SqlHash"/> it does not depend on the version of
    /// Entity Framework.
    /// </summary>
    public string? OperationsHash { get; init; }

    /// <summary>
    /// The commands that revert the migration, as a JSON array, so that an older version of the application can revert it.
    /// </summary>
    public string? DownSql { get; init; }

    /// <summary>SHA-256 over the lines of <see cref="MigrationSession.ReadSchemaAsync"/> after the migration, in hexadecimal.</summary>
    public string? SchemaFingerprint { get; init; }

    /// <summary>Those lines, one a line; only with the last migration of a run.</summary>
    public string? SchemaSnapshot { get; init; }

    /// <summary>The backup that was made before the run, as a path or as the hook of the host named it; null if none was.</summary>
    public string? Backup { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
