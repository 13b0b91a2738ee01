using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Records;

/// <summary>A SQLite file with one user and one asset, to which contenders write signals one after the other.</summary>
internal sealed class SignalFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signal-ratio-");

    private SignalFile() => Services = new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, "keys")))))
        .BuildServiceProvider();

    /// <summary>The library's services on this file.</summary>
    public ServiceProvider Services { get; }

    /// <summary>What is written, made beforehand.</summary>
    public IReadOnlyList<Signal> Signals { get; private set; } = [];

    public static async Task<SignalFile> CreateAsync(int count)
    {
        var file = new SignalFile();
        await file.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = file.CreateContext();
        var user = new User { Username = "ada", Email = "ada@example.org" };
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            AssetClass = AssetClass.Crypto,
            Name = "Bitcoin / Tether",
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.AddRange(user, asset);
        await context.SaveChangesAsync();
        var start = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        file.Signals = [.. Enumerable.Range(0, count).Select(i => new Signal
        {
            Id = Guid.CreateVersion7(start.AddMilliseconds(i)),
            UserId = user.Id,
            AssetId = asset.Id,
            SignalType = i % 2 == 0 ? SignalType.Buy : SignalType.Sell,
            KnownAt = start.AddMinutes(i),
            CurrentPrice = 16_649.5m + i,
            EntryPrice = 16_650m,
            TargetPrice = 17_000.25m,
            StopLoss = 16_000m,
            Timeframe = Timeframe.OneMinute,
        })];
        return file;
    }

    public TradingDbContext CreateContext() => Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

    public async Task EmptyAsync()
    {
        await using var context = CreateContext();
        await context.Database.ExecuteSqlRawAsync("DELETE FROM signals; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>How many rows there are, and a hash of every value but the clock's.</summary>
    public async Task<string> DigestAsync()
    {
        await using var context = CreateContext();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT * FROM signals ORDER BY id";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.GetName(i) is not ("created_at" or "updated_at"))
                {
                    hash.AppendData(
                        reader.GetValue(i) is byte[] bytes
                            ? bytes
                            : Encoding.UTF8.GetBytes(
                                $"{reader.GetDataTypeName(i)} {Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)}|"));
                }
            }
        }

        return $"{rows} rows, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
