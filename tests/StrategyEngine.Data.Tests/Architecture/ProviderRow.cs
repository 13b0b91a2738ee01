namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>A folder name of the provider packages, as ARCHITECTURE.md describes it.</summary>
/// <param name="Folder">The folder, or <c>.</c> for the package's own.</param>
/// <param name="About">The idea of the folder.</param>
/// <param name="Sqlite">The files to begin with in the package for SQLite; none if it has no such folder.</param>
/// <param name="PostgreSql">The same for PostgreSQL.</param>
/// <param name="SqlServer">The same for SQL Server.</param>
internal sealed record ProviderRow(string Folder, string About, string[] Sqlite, string[] PostgreSql, string[] SqlServer)
{
    public string[] Of(string package) => package switch
    {
        "StrategyEngine.Data.Sqlite" => Sqlite,
        "StrategyEngine.Data.PostgreSql" => PostgreSql,
        "StrategyEngine.Data.SqlServer" => SqlServer,
        _ => throw new ArgumentOutOfRangeException(nameof(package), package, "ARCHITECTURE.md has no column for it."),
    };
}
