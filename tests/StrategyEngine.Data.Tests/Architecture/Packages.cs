using System.Reflection;

using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>The packages of the repository.</summary>
internal static class Packages
{
    /// <summary>The name of the core, whose own folder goes by it in ARCHITECTURE.md.</summary>
    public const string Core = "StrategyEngine.Data";

    public static IReadOnlyList<Assembly> All { get; } =
    [
        typeof(TradingDatabase).Assembly,
        typeof(SqliteTradingProvider).Assembly,
        typeof(PostgreSqlTradingProvider).Assembly,
        typeof(SqlServerTradingProvider).Assembly,
    ];

    /// <summary>The names of the packages that bring a database.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        [.. All.Select(package => package.GetName().Name!).Where(name => name != Core)];
}
