using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>
/// The backup has migrations that this application does not know: a newer version of it made the backup. Nothing was changed. Code
/// <c>administration.backup_ahead</c>.
/// </summary>
public sealed class BackupAheadException : AdministrationException
{
    internal BackupAheadException(IReadOnlyList<string> unknownMigrations)
        : base(
            AdministrationFault.BackupAhead,
            $"The backup has {Printed.Count(unknownMigrations.Count, "migration")} that this application does not know, the newest "
            + $"{unknownMigrations[^1]}. Restore it with the version of the application that made it, or a newer one.") =>
        UnknownMigrations = unknownMigrations;

    /// <summary>The ids of those migrations.</summary>
    public IReadOnlyList<string> UnknownMigrations { get; }
}
