using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Tests.Registration;

/// <summary>The services of a SQLite database in a folder of its own, which nothing has opened yet.</summary>
internal sealed class TradingServices : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-services-");
    private readonly ServiceProvider _services;

    public TradingServices() => _services = new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")};Pooling=False")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, "keys")))))
        .BuildServiceProvider();

    public TradingDatabase Database => _services.GetRequiredService<TradingDatabase>();

    public DatabaseAdministrator Administrator => _services.GetRequiredService<DatabaseAdministrator>();

    public MigrationRunner Migrations => _services.GetRequiredService<MigrationRunner>();

    public EncryptionKeyManager Keys => _services.GetRequiredService<EncryptionKeyManager>();

    public CandleStore Candles => _services.GetRequiredService<CandleStore>();

    /// <summary>Disposes of the services and leaves the files.</summary>
    public void End() => _services.Dispose();

    public void Dispose()
    {
        End();
        _folder.Delete(recursive: true);
    }
}
