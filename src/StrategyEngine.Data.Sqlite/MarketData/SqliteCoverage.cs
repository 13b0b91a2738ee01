using SQLitePCL;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>The coverage table, within the transaction of one connection. Not thread-safe.</summary>
internal sealed class SqliteCoverage(sqlite3 database) : IDisposable
{
    private SqliteStatement? _select;
    private SqliteStatement? _replace;

    /// <summary>Records what changed.</summary>
    public void Record(CandleWrite write)
    {
        var blocks = write.GetBlocks();
        if (blocks.Count == 0)
            return;
        _select ??= new SqliteStatement(database, SqliteCandleSql.SelectBlock);
        _replace ??= new SqliteStatement(database, SqliteCandleSql.ReplaceBlock);
        _select.BindSeries(write.AssetId, write.Timeframe);
        _replace.BindSeries(write.AssetId, write.Timeframe);
        for (var i = 0; i < blocks.Count; i++)
        {
            _select.Bind(3, blocks[i]);
            var slots = write.Cover(i, _select.Step() ? _select.GetBytes(0) : default);
            _select.Reset();
            _replace.Bind(3, blocks[i]);
            _replace.Bind(4, slots);
            _replace.Execute();
        }
    }

    public static CandleSlice ReadSlice(sqlite3 database, CandleRange range)
    {
        var rows = new List<CandleRow>();
        using var candles = Prepare(database, SqliteCandleSql.SelectRange, range, range.From, range.To);
        while (candles.Step())
            rows.Add(candles.GetRow());
        return new CandleSlice(rows, Read(database, range, int.MaxValue));
    }

    public static List<CandleCoverageBlock> Read(sqlite3 database, CandleRange range, int count)
    {
        var blocks = new List<CandleCoverageBlock>();
        using var coverage = Prepare(database, SqliteCandleSql.SelectBlocks, range, range.FirstBlock, range.To, count);
        while (coverage.Step())
        {
            blocks.Add(new CandleCoverageBlock
            {
                AssetId = range.AssetId,
                Timeframe = range.Timeframe,
                BlockStart = DateTimeOffset.FromUnixTimeMilliseconds(coverage.GetInt64(0)),
                Slots = coverage.GetBytes(1).ToArray(),
            });
        }

        return blocks;
    }

    /// <summary>Deletes the candles of a range.</summary>
    /// <returns>How many they were.</returns>
    public static int Delete(sqlite3 database, CandleRange range)
    {
        using var delete = Prepare(database, SqliteCandleSql.DeleteRange, range, range.From, range.To);
        delete.Execute();
        return raw.sqlite3_changes(database);
    }

    public static void Apply(sqlite3 database, CandleRange range, IReadOnlyList<CandleCoverageBlock> blocks)
    {
        foreach (var block in blocks)
        {
            var start = block.BlockStart.ToUnixTimeMilliseconds();
            using var statement = Prepare(
                database, block.Slots.Length == 0 ? SqliteCandleSql.DeleteBlock : SqliteCandleSql.ReplaceBlock, range, start);
            if (block.Slots.Length > 0)
                statement.Bind(4, block.Slots);
            statement.Execute();
        }
    }

    public void Dispose()
    {
        _select?.Dispose();
        _replace?.Dispose();
    }

    private static SqliteStatement Prepare(sqlite3 database, string sql, CandleRange range, params ReadOnlySpan<long> arguments)
    {
        var statement = new SqliteStatement(database, sql);
        statement.BindSeries(range.AssetId, range.Timeframe);
        for (var i = 0; i < arguments.Length; i++)
            statement.Bind(3 + i, arguments[i]);
        return statement;
    }
}
