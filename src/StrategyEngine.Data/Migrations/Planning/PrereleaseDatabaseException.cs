namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The database was made by a version before the first release, whose tables this one cannot bring up to date. Nothing was changed. Code
/// <c>migrations.prerelease</c>.
/// </summary>
public sealed class PrereleaseDatabaseException : MigrationException
{
    internal PrereleaseDatabaseException(IReadOnlyList<string> migrations)
        : base("migrations.prerelease", Persistence.PrereleaseMigrations.Describe(migrations)) => PrereleaseMigrations = migrations;

    /// <summary>The ids of its migrations from before the first release.</summary>
    public IReadOnlyList<string> PrereleaseMigrations { get; }
}
