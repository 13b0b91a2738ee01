using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using Spectre.Console;

using StrategyEngine.Data;

using TradingConsole.Backtesting;
using TradingConsole.Commands;
using TradingConsole.Import;
using TradingConsole.Steps;

namespace TradingConsole;

/// <summary>The services of one run.</summary>
internal static class TradingServices
{
    public static ServiceProvider Build(DatabaseLocation location)
    {
        location.Prepare();
        var services = new ServiceCollection();
        services.AddTradingData(trading => trading
            .UseSqlite(location.ConnectionString)
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(location.Keys)));

        services.AddSingleton(location).AddSingleton(AnsiConsole.Console);
        services.AddSingleton<SchemaCheck>().AddSingleton<UserLookup>();
        services.AddSingleton<AssetCatalog>().AddSingleton<CandleImporter>();
        services.AddSingleton<BacktestRecorder>();
        services.AddTransient<MigrateStep>().AddTransient<StatusStep>();
        services.AddTransient<StoreApiKeysStep>();
        services.AddTransient<ImportStep>().AddTransient<ImportFileStep>();
        services.AddTransient<BacktestStep>().AddTransient<ReportStep>().AddTransient<BacktestCommand.BacktestAndReport>();
        services.AddTransient<StreamStep>();
        return services.BuildServiceProvider();
    }
}
