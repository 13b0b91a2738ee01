namespace StrategyEngine.Data.Migrations;

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
}
