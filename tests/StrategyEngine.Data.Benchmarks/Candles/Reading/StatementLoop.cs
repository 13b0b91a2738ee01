using System.Globalization;
using System.Text;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>The least a program can do by hand: SQLitePCLRaw, one prepared query, amounts parsed out of SQLite's own memory.</summary>
internal sealed class StatementLoop : ReadContender
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly bool _byHand;

    public StatementLoop(CandleRange range, bool byHand)
        : base($"SQLitePCLRaw, {(byHand ? "digits read by hand" : "decimal.Parse of UTF-8")}", range)
    {
        _byHand = byHand;
        _connection = range.File.Open();
        Check(raw.sqlite3_prepare_v3(
            _connection.Handle!,
            """
            SELECT open_time, open, high, low, close, volume, closed, revision
            FROM market_data
            WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4
            ORDER BY open_time
            """,
            raw.SQLITE_PREPARE_PERSISTENT,
            out _statement));
        raw.sqlite3_bind_blob(_statement, 1, CandleSeries.AssetId.ToByteArray(bigEndian: true));
        raw.sqlite3_bind_text(_statement, 2, Encoding.UTF8.GetBytes(CandleSeries.Timeframe.Code));
        raw.sqlite3_bind_int64(_statement, 3, range.From.ToUnixTimeMilliseconds());
        raw.sqlite3_bind_int64(_statement, 4, range.To.ToUnixTimeMilliseconds());
    }

    public override Task RunAsync()
    {
        int result;
        if (_byHand)
        {
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
                Take(new CandleRow(Int64(0), Read(1), Read(2), Read(3), Read(4), Read(5), Int64(6) != 0, Int64(7)));
        }
        else
        {
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
                Take(new CandleRow(Int64(0), Parse(1), Parse(2), Parse(3), Parse(4), Parse(5), Int64(6) != 0, Int64(7)));
        }

        if (result != raw.SQLITE_DONE)
            Check(result);
        raw.sqlite3_reset(_statement);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _statement.Dispose();
        _connection.Dispose();
        return base.DisposeAsync();
    }

    private long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    private decimal Read(int column) => CanonicalDecimal.Read(raw.sqlite3_column_blob(_statement, column));

    private decimal Parse(int column) =>
        decimal.Parse(raw.sqlite3_column_blob(_statement, column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle!).utf8_to_string());
    }
}
