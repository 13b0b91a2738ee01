using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>
/// Contexts of SQL Server whose statements are noted instead of run, with real keys, so that their parameters can be sealed.
/// </summary>
internal sealed class OfflineServer : IAsyncDisposable
{
    private readonly CapturingDatabase _keys = new();
    private readonly ServiceProvider _services;

    private OfflineServer() => _services = _keys.BuildServices(TimeProvider.System);

    /// <summary>What the contexts of this server would have sent to it.</summary>
    public List<string> Statements { get; } = [];

    public static async Task<OfflineServer> StartAsync()
    {
        var server = new OfflineServer();
        await server._services.GetRequiredService<MigrationRunner>().MigrateAsync();
        return server;
    }

    public TradingDbContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, OfflineModel.Provider);
        options.UseEncryption(_services.GetRequiredService<TradingDatabase>().Keys);
        options.UseSqlServer(new RecordingConnection(Statements));
        return new TradingDbContext(options.Options);
    }

    /// <summary>A context of the engine whose queries are captured.</summary>
    public TradingDbContext CreateCapturingContext() =>
        _services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _keys.DisposeAsync();
    }
}
