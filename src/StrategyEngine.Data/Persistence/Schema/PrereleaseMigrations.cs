namespace StrategyEngine.Data.Persistence;

/// <summary>
/// The migrations that databases were made with before the first release, and that no release has: the first one has taken their place.
/// </summary>
internal static class PrereleaseMigrations
{
    private static readonly HashSet<string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "20261123055429_Initial",
        "20261123070458_Initial",
        "20261123084149_Initial",
        "20261126104202_Initial",
        "20261126121722_Initial",
        "20261126140134_Initial",
        "20261126204112_AddCandleCoverage",
    };

    /// <summary>Those among the migrations that the application does not know.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> unknown) => [.. unknown.Where(Ids.Contains)];

    /// <summary>What is wrong with a database that has them, and what to do.</summary>
    public static string Describe(IReadOnlyList<string> migrations) =>
        $"The database was made by a version before the first release ({string.Join(", ", migrations)}), and this one cannot bring it up "
        + "to date. Nothing was changed. Let MigrateAsync make a new database under another name, and take over the data of this one: "
        + "docs/migrations.md, \"Databases from before the first release\", has the statement that exports candles for "
        + "CandleStore.ImportAsync, and says how the rest is read.";
}
