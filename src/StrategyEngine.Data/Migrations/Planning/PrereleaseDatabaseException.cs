namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The database was made by a version before the first release, whose tables this one cannot bring up to date. Nothing was changed. Code
/// <c>migrations.prerelease</c>.
/// </summary>
public sealed class PrereleaseDatabaseException : MigrationException
{
    internal PrereleaseDatabaseException(IReadOnlyList<string> migrations)
        : base("migrations.prerelease", Compose(migrations)) => PrereleaseMigrations = migrations;

    /// <summary>The ids of its migrations from before the first release.</summary>
    public IReadOnlyList<string> PrereleaseMigrations { get; }

    internal static string Compose(IReadOnlyList<string> migrations) =>
        $"The database was made by a version before the first release ({string.Join(", ", migrations)}), and this one cannot bring it up "
        + "to date. Nothing was changed. Let MigrateAsync make a new database under another name, and take over the data of this one: "
        + "docs/migrations.md, \"Databases from before the first release\", has the statement that exports candles for "
        + "CandleStore.ImportAsync, and says how the rest is read.";
}
