using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>Lets <c>dotnet ef</c> see the model as SQL Server stores it; it has no keys and connects to nothing.</summary>
internal sealed class DesignTimeDbContextFactory : IDesignTimeDbContextFactory<TradingDbContext>
{
    public TradingDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, new SqlServerTradingProvider("Server=design-time;Database=trading"));
        return new TradingDbContext(options.Options);
    }
}
