using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using Spectre.Console;

using StrategyEngine.Data;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;

using TradingConsole.Backtesting;
using TradingConsole.Commands;
using TradingConsole.Import;
using TradingConsole.Steps;

namespace TradingConsole;

/// <summary>The services of one run.</summary>
internal static class TradingServices
{
    /// <summary>If this environment variable is set, its secret protects the key ring.</summary>
    public const string KeySecretVariable = "TRADING_KEY_SECRET";

    public static ServiceProvider Build(DatabaseLocation location)
    {
        location.Prepare();
        var services = new ServiceCollection();
        services.AddTradingData(trading => trading
            .UseSqlite(location.ConnectionString)
            .ProtectKeys(ring => ProtectKeys(ring, location)));

        services.Configure<MarketDataPipelineOptions>(options =>
        {
            options.BatchDelay = TimeSpan.FromMilliseconds(20);
            options.ReconnectDelay = TimeSpan.FromMilliseconds(200);
            options.MaxReconnectDelay = TimeSpan.FromMilliseconds(400);
        });

        services.AddSingleton(location).AddSingleton(AnsiConsole.Console).AddSingleton(TimeProvider.System);
        services.AddSingleton<SchemaCheck>().AddSingleton<UserLookup>().AddSingleton<Authenticator>().AddSingleton<KitPassphrase>();
        services.AddSingleton<AssetCatalog>().AddSingleton<CandleImporter>().AddSingleton<BacktestRecorder>();
        AddSteps(services);
        return services.BuildServiceProvider();
    }

    // A service in production always has such a secret; the tour must run without.
    private static void ProtectKeys(IDataProtectionBuilder ring, DatabaseLocation location)
    {
        ring.PersistKeysToFileSystem(location.Keys);
        if (Environment.GetEnvironmentVariable(KeySecretVariable) is not null)
            ring.ProtectKeysWithSecret(KeyRingSecret.FromEnvironment(KeySecretVariable));
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.AddTransient<Tour>();
        services.AddTransient<MigrateStep>().AddTransient<StatusStep>();
        services.AddTransient<RegisterStep>().AddTransient<LogInStep>();
        services.AddTransient<StoreApiKeysStep>().AddTransient<RevealApiKeyStep>();
        services.AddTransient<ImportStep>().AddTransient<ImportFileStep>();
        services.AddTransient<BacktestStep>().AddTransient<ReportStep>().AddTransient<BacktestCommand.BacktestAndReport>();
        services.AddTransient<RotateKeysStep>()
            .AddTransient<KeyStatusStep>()
            .AddTransient<RotateKeyStep>()
            .AddTransient<ReencryptStep>()
            .AddTransient<ProtectKeysStep>();
        services.AddTransient<ExportKeysStep>().AddTransient<ImportKeysStep>();
        services.AddTransient<SessionsStep>()
            .AddTransient<ListSessionsStep>()
            .AddTransient<RevokeSessionStep>()
            .AddTransient<CleanUpSessionsStep>();
        services.AddTransient<ServiceCredentialStep>()
            .AddTransient<CreateCredentialStep>()
            .AddTransient<ListCredentialsStep>()
            .AddTransient<RevokeCredentialStep>();
        services.AddTransient<ListEventsStep>();
        services.AddTransient<DatabaseHealthStep>().AddTransient<DatabaseInfoStep>().AddTransient<PruneStep>().AddTransient<OptimizeStep>();
        services.AddTransient<BackupStep>().AddTransient<VerifyBackupStep>().AddTransient<RestoreStep>();
        services.AddTransient<StreamStep>();
    }
}
