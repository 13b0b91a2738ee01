using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.TestMigrations.Migrations;

/// <summary>Creates the trading tables in a host's database, as a migration scaffolded from the model of today would.</summary>
internal abstract class TradingTablesMigration : Migration
{
    public override IModel TargetModel => UseDesignTimeContext(context => context.GetService<IDesignTimeModel>().Model);

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Operations.AddRange(UseDesignTimeContext(context =>
        context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(null, context.GetService<IDesignTimeModel>().Model.GetRelationalModel())));

    private static T UseDesignTimeContext<T>(Func<TradingDbContext, T> use)
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, new SqliteTradingProvider("Data Source=design-time.db"));
        using var context = new TradingDbContext(options.Options);
        return use(context);
    }
}
