using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The database has migrations this application does not know: a newer version of it was here. Nothing was changed. Code
/// <c>migrations.ahead</c>.
/// </summary>
public sealed class DatabaseAheadException : MigrationException
{
    internal DatabaseAheadException(IReadOnlyList<string> unknown, string? newestKnown)
        : base("migrations.ahead", Compose(unknown, newestKnown)) => UnknownMigrations = unknown;

    /// <summary>What to throw over migrations that the application does not know.</summary>
    internal static MigrationException Over(IReadOnlyList<string> unknown, string? newestKnown) =>
        PrereleaseMigrations.Among(unknown) is { Count: > 0 } prerelease
            ? new PrereleaseDatabaseException(prerelease)
            : new DatabaseAheadException(unknown, newestKnown);

    /// <summary>The ids of the migrations that the application does not know.</summary>
    public IReadOnlyList<string> UnknownMigrations { get; }

    private static string Compose(IReadOnlyList<string> unknown, string? newestKnown) =>
        $"The database is newer than this application, which knows migrations up to {newestKnown ?? "none"}. It does not know "
        + $"{string.Join(", ", unknown)}. "
        + "Run the version of the application that has them, or restore a backup from before they were applied.";
}
