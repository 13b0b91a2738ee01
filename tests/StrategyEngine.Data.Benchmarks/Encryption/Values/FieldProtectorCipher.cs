using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>
/// The library's cipher with a data key kept in a database: the envelope an encrypted column stores, bound to its column.
/// </summary>
internal sealed class FieldProtectorCipher : IValueCipher
{
    private const string Context = "exchange_credential/secret";
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;
    private readonly FieldProtector _protector;

    private FieldProtectorCipher(DirectoryInfo folder, ServiceProvider services)
    {
        (_folder, _services) = (folder, services);
        _protector = services.GetRequiredService<FieldProtector>();
    }

    public string Name => "FieldProtector";

    public static async Task<FieldProtectorCipher> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("field-ratio-");
        var services = new ServiceCollection()
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path.Combine(folder.FullName, "trading.db")}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(folder.CreateSubdirectory("keys"))))
            .BuildServiceProvider();
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        return new FieldProtectorCipher(folder, services);
    }

    public byte[] Seal(string value) => _protector.Encrypt(value, Context);

    public string Open(byte[] value) => _protector.Decrypt<string>(value, Context);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
