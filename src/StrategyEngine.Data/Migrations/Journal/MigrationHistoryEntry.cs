using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>Something that happened to the schema.</summary>
public sealed record MigrationHistoryEntry
{
    /// <summary>The id of the migration.</summary>
    public required string MigrationId { get; init; }

    /// <summary>What became of it.</summary>
    public required MigrationOutcome Outcome { get; init; }

    /// <summary>When it began (UTC); null if applied externally.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took, to the millisecond; null if applied externally.</summary>
    public TimeSpan? Duration { get; init; }

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
    /// SHA-256 over the operations of the migration, in hexadecimal; it does not depend on the version of Entity Framework.
    /// </summary>
    public string? OperationsHash { get; init; }

    /// <summary>SHA-256 over the schema of the context's tables afterwards, in hexadecimal.</summary>
    public string? SchemaFingerprint { get; init; }

    /// <summary>The backup that was made before the run.</summary>
    public string? Backup { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
