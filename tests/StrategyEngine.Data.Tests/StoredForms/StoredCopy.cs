using System.IO.Compression;
using System.Text.Json;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>A copy of what commit 851bcef stored, in a folder of its own, a minute after it was stored; gone when disposed.</summary>
internal sealed class StoredCopy : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"strategyengine-{Guid.CreateVersion7():N}");

    public StoredCopy()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "StoredForms", "Fixtures");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            if (target.EndsWith(".zip", StringComparison.Ordinal))
                ZipFile.ExtractToDirectory(target, _folder);
        }

        Facts = JsonSerializer.Deserialize<StoredFacts>(File.ReadAllText(In("facts.json")), JsonSerializerOptions.Web)!;
        Time = new FakeTimeProvider(Facts.Time.AddMinutes(1));
    }

    public StoredFacts Facts { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>The path of a file of the copy.</summary>
    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>The trading services on the copied key ring, and a new database.</summary>
    public async Task<ServiceProvider> MigrateAsync(string database)
    {
        var services = BuildServices(database);
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        return services;
    }

    /// <summary>The trading services on the copied key ring.</summary>
    public ServiceProvider BuildServices(string database = "trading.db") =>
        Services().AddTradingData(trading => Use(trading, database)).BuildServiceProvider();

    /// <summary>The services of a context that knows the encrypted columns, and nothing of the trading model.</summary>
    public ServiceProvider BuildRows(Action<IDataProtectionBuilder>? ring = null) => Services().AddEncryptedContext<StoredRows>(rows =>
    {
        Use(rows, "trading.db");
        if (ring is not null)
            rows.ProtectKeys(ring);
    }).BuildServiceProvider();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void Use(TradingDataBuilder builder, string database) => builder
        .UseSqlite($"Data Source={In(database)}")
        .ProtectKeys(ring => ring
            .PersistKeysToFileSystem(new DirectoryInfo(In("keys")))
            .ProtectKeysWithSecret(KeyRingSecret.FromFile(In("key-secret.txt"))));

    private ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        return services;
    }
}
