using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>Lets <c>dotnet ef</c> see the model as PostgreSQL stores it; it has no keys and opens no database.</summary>
internal sealed class DesignTimeDbContextFactory : IDesignTimeDbContextFactory<TradingDbContext>
{
    public TradingDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, new PostgreSqlTradingProvider("Host=localhost;Database=design_time"));
        return new TradingDbContext(options.Options);
    }
}
