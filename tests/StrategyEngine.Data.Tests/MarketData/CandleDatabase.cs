using Microsoft.Data.Sqlite;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>A SQLite file with nothing but a candle table and its coverage, for one test.</summary>
internal sealed class CandleDatabase : IDisposable
{
    private readonly string _folder = Path.Combine(
        Path.GetTempPath(), $"strategyengine-candles-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");

    public CandleDatabase()
    {
        Directory.CreateDirectory(_folder);
        ConnectionString = $"Data Source={Path.Combine(_folder, "candles.db")};Default Timeout=2";
        Execute(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE market_data (
                asset_id BLOB NOT NULL, timeframe TEXT NOT NULL, open_time INTEGER NOT NULL,
                open TEXT NOT NULL, high TEXT NOT NULL, low TEXT NOT NULL, close TEXT NOT NULL, volume TEXT NOT NULL,
                quote_volume TEXT, trade_count INTEGER, closed INTEGER NOT NULL, revision INTEGER NOT NULL,
                PRIMARY KEY (asset_id, timeframe, open_time)
            ) WITHOUT ROWID;
            CREATE TABLE candle_coverage (
                asset_id BLOB NOT NULL, timeframe TEXT NOT NULL, block_start INTEGER NOT NULL, slots BLOB NOT NULL,
                PRIMARY KEY (asset_id, timeframe, block_start)
            ) WITHOUT ROWID;
            """);
        Table = new SqliteTradingProvider(ConnectionString).CreateCandleTable(TimeProvider.System);
        Store = new CandleStore(Table, TimeProvider.System, quarantine: null);
    }

    public string ConnectionString { get; }

    public CandleTable Table { get; }

    public CandleStore Store { get; }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public ValueTask<List<CandleRow>> ReadAsync(Guid assetId, Timeframe? timeframe = null) =>
        Store.ReadAsync(assetId, timeframe ?? Timeframe.OneMinute).ToListAsync();

    public void Dispose()
    {
        Table.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
