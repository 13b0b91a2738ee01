using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>Lets <c>dotnet ef</c> see the context as a host's own factory does.</summary>
internal sealed class WatchlistDesignTimeFactory : IDesignTimeDbContextFactory<WatchlistContext>
{
    public WatchlistContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WatchlistContext>();
        TradingDesignTime.Configure(options, new SqliteTradingProvider("Data Source=design-time.db"));
        return new WatchlistContext(options.Options);
    }
}
