using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>How the schema of a database stands to the migrations compiled into the application.</summary>
public sealed record MigrationStatus
{
    /// <summary>Whether there is a database.</summary>
    public required bool DatabaseExists { get; init; }

    /// <summary>The newest migration the database has; null if it has none.</summary>
    public string? Current => Applied.Count == 0 ? null : Applied[^1];

    /// <summary>The migrations the database has, in order of their ids.</summary>
    public required IReadOnlyList<string> Applied { get; init; }

    /// <summary>The migrations the application has and the database has not, in the order in which they would be applied.</summary>
    public required IReadOnlyList<string> Pending { get; init; }

    /// <summary>
    /// The migrations the database has and the application does not know: a newer version of the application applied them.
    /// </summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>Those of <see cref="Pending"/> that are older than a migration already applied.</summary>
    public required IReadOnlyList<string> OutOfOrder { get; init; }

    /// <summary>The last run that announced itself and has not ended: it is at work, or has died; null if none.</summary>
    public MigrationLockHolder? Announced { get; init; }

    /// <summary>Who holds the migration lock now, where the engine tells; otherwise the same as <see cref="Announced"/>.</summary>
    public MigrationLockHolder? LockHolder { get; init; }

    /// <summary>
    /// The migration that a run left half done at a command that cannot run in a transaction; null if none. The next run goes on there.
    /// </summary>
    public string? Interrupted { get; init; }

    /// <summary>
    /// When <c>dotnet ef</c> or <c>Database.Migrate</c> took its lock, if it is a row that is still there: it is at work, or was killed.
    /// Null if it is free.
    /// </summary>
    public string? EntityFrameworkLock { get; init; }

    /// <summary>Whether the schema is the one this application was compiled for.</summary>
    public bool IsCurrent => DatabaseExists && Pending.Count == 0 && Unknown.Count == 0;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
