using SQLitePCL;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>
/// Tells which candles are new and which replace an older state, within the transaction of one connection. Not thread-safe.
/// </summary>
internal sealed class SqliteCandleStates(sqlite3 database) : IDisposable
{
    private const int StoredPerRow = 8;

    private readonly SqliteStatement _states = new(database, SqliteCandleSql.SelectStates);

    public void BindSeries(Guid assetId, Timeframe timeframe) => _states.BindSeries(assetId, timeframe);

    /// <summary>Whether anything is stored from one open time to another, both inclusive.</summary>
    public bool Any(long first, long last)
    {
        Start(first, last);
        var any = _states.Step();
        _states.Reset();
        return any;
    }

    /// <summary>Compares ascending rows with what is stored.</summary>
    /// <param name="rows">The rows, at least one.</param>
    /// <param name="changed">Set to whether each is to be written.</param>
    public CandleTableChanges Compare(ReadOnlySpan<CandleRow> rows, Span<bool> changed)
    {
        var (next, stored, updated, unchanged) = (0, 0, 0, 0);
        changed.Fill(true);
        Start(rows[0].OpenTime, rows[^1].OpenTime);
        while (_states.Step())
        {
            // Rows that are far apart are looked up one by one.
            if (++stored > rows.Length * StoredPerRow)
            {
                _states.Reset();
                return CompareOneByOne(rows, changed);
            }

            var openTime = _states.GetInt64(0);
            while (rows[next].OpenTime < openTime)
                next++;
            if (rows[next].OpenTime == openTime)
                Mark(rows[next], ref changed[next], ref updated, ref unchanged);
        }

        _states.Reset();
        return new CandleTableChanges(rows.Length - updated - unchanged, updated);
    }

    public void Dispose() => _states.Dispose();

    private CandleTableChanges CompareOneByOne(ReadOnlySpan<CandleRow> rows, Span<bool> changed)
    {
        var (updated, unchanged) = (0, 0);
        changed.Fill(true);
        for (var i = 0; i < rows.Length; i++)
        {
            Start(rows[i].OpenTime, rows[i].OpenTime);
            if (_states.Step())
                Mark(rows[i], ref changed[i], ref updated, ref unchanged);
            _states.Reset();
        }

        return new CandleTableChanges(rows.Length - updated - unchanged, updated);
    }

    private void Mark(in CandleRow row, ref bool changed, ref int updated, ref int unchanged)
    {
        changed = row.Supersedes(_states.GetInt64(1) != 0, _states.GetInt64(2));
        if (changed)
            updated++;
        else
            unchanged++;
    }

    private void Start(long first, long last)
    {
        _states.Bind(3, first);
        _states.Bind(4, last);
    }
}
