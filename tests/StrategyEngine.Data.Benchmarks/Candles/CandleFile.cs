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

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>A SQLite file for the contenders of one ratio, with the tables the library's migrations make.</summary>
internal sealed class CandleFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("candle-ratio-");
    private SqliteConnection _connection = null!;

    private CandleFile()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "trading.db");
        Services = new ServiceCollection()
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(System.IO.Path.Combine(_folder.FullName, "keys")))))
            .BuildServiceProvider();
    }

    /// <summary>The library's services on this file.</summary>
    public ServiceProvider Services { get; }

    public string Path { get; }

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString();

    /// <summary>Makes the file as an application would, with the one asset.</summary>
    public static async Task<CandleFile> CreateAsync()
    {
        var file = new CandleFile();
        await file.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var context = await file.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync())
        {
            context.Assets.Add(new Asset { Id = CandleSeries.AssetId, Symbol = "BTCUSDT", AssetClass = AssetClass.Crypto, Name = "Bitcoin / Tether", Exchange = "binance" });
            await context.SaveChangesAsync();
        }

        file._connection = file.Open();
        return file;
    }

    /// <summary>A connection as durable as the one the library writes candles on: write-ahead log, synchronous NORMAL, and the asset's foreign key enforced.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL");
        Execute(connection, "PRAGMA foreign_keys = ON");
        return connection;
    }

    /// <summary>Empties the table and the log, so that every round starts alike.</summary>
    public void Empty()
    {
        Execute(_connection, "DELETE FROM market_data");
        Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>How many rows there are, and a hash of every value and its storage class.</summary>
    public string Digest()
    {
        const string columns = "asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT concat_ws('|', {string.Join(", ", columns.Split(", ").Select(column => $"typeof({column}), hex({column})"))}) FROM market_data ORDER BY asset_id, timeframe, open_time";
        using var reader = command.ExecuteReader();
        var rows = 0;
        for (; reader.Read(); rows++)
            hash.AppendData(Encoding.UTF8.GetBytes(reader.GetString(0)));
        return string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
