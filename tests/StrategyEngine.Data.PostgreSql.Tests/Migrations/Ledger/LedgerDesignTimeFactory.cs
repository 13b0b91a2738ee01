using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

/// <summary>Lets <c>dotnet ef</c> see the context as a host's own factory does.</summary>
internal sealed class LedgerDesignTimeFactory : IDesignTimeDbContextFactory<LedgerContext>
{
    public LedgerContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<LedgerContext>();
        TradingDesignTime.Configure(options, new PostgreSqlTradingProvider("Host=localhost;Database=design_time"));
        return new LedgerContext(options.Options);
    }
}
