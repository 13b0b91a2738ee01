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
    private const string Candles = "market_data";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("candle-ratio-");
    private readonly List<string> _written = [];
    private SqliteConnection _connection = null!;
    private string _ofRounds = "TRUE";

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

    /// <summary>Makes the file as an application would, with the asset of the series and others.</summary>
    public static async Task<CandleFile> CreateAsync(params IEnumerable<Guid> others)
    {
        var file = new CandleFile();
        await file.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var context = await file.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync())
        {
            context.Assets.Add(
                new Asset
                {
                    QuoteCurrency = Currency.Parse("USDT"),
                    Id = CandleSeries.AssetId,
                    Symbol = "BTCUSDT",
                    AssetClass = AssetClass.Crypto,
                    Name = "Bitcoin / Tether",
                    Exchange = "binance"
                });
            context.Assets.AddRange(
                others.Select(
                    (id, i) => new Asset
                    {
                        QuoteCurrency = Currency.Parse("USDT"),
                        Id = id,
                        Symbol = $"COIN{i}USDT",
                        AssetClass = AssetClass.Crypto,
                        Name = $"Coin {i} / Tether",
                        Exchange = "binance"
                    }));
            await context.SaveChangesAsync();
        }

        file._connection = file.Open();
        file._written.AddRange(file.Tables().Where(table => table != Candles && file.IsEmpty(table)));
        return file;
    }

    /// <summary>
    /// A connection as durable as the one the library writes candles on: write-ahead log, synchronous NORMAL, and the asset's foreign key
    /// enforced.
    /// </summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL");
        Execute(connection, "PRAGMA foreign_keys = ON");
        return connection;
    }

    /// <summary>Keeps what is stored by now: rounds write candles of the series that open later.</summary>
    public void Keep(int minutes)
    {
        _ofRounds = string.Create(
            CultureInfo.InvariantCulture,
            $"asset_id = x'{Convert.ToHexString(CandleSeries.AssetId.ToByteArray(bigEndian: true))}' AND open_time >= "
            + $"{CandleSeries.Start.AddMinutes(minutes).ToUnixTimeMilliseconds()}");
        foreach (var table in _written)
            Execute(_connection, $"CREATE TEMP TABLE kept_{table} AS SELECT * FROM main.{table}");
        Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>
    /// Removes what a round has written, whatever the library writes besides candles included, and empties the log, so that every round
    /// starts alike.
    /// </summary>
    public void Reset()
    {
        Execute(_connection, _ofRounds == "TRUE" ? $"DELETE FROM {Candles}" : $"DELETE FROM {Candles} WHERE {_ofRounds}");
        foreach (var table in _written)
        {
            Execute(_connection, $"DELETE FROM main.{table}");
            if (_ofRounds != "TRUE")
                Execute(_connection, $"INSERT INTO main.{table} SELECT * FROM kept_{table}");
        }

        Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>How many rows a round has written, and a hash of every value and its storage class.</summary>
    public string Digest()
    {
        const string columns = "asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = _connection.CreateCommand();
        command.CommandText =
            $"SELECT concat_ws('|', {string.Join(", ", columns.Split(", ").Select(column => $"typeof({column}), hex({column})"))}) FROM "
            + $"{Candles} WHERE {_ofRounds} ORDER BY asset_id, timeframe, open_time";
        using var reader = command.ExecuteReader();
        var rows = 0;
        for (; reader.Read(); rows++)
            hash.AppendData(Encoding.UTF8.GetBytes(reader.GetString(0)));
        return string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    /// <summary>How many bytes the file has once the log is in it.</summary>
    public long Length()
    {
        Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(Path).Length;
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private List<string> Tables()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private bool IsEmpty(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT NOT EXISTS (SELECT * FROM {table})";
        return (long)command.ExecuteScalar()! == 1;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
