using System.Text;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>The least a program can do by hand: SQLitePCLRaw, one prepared multi-row upsert, values bound without a string.</summary>
internal sealed class PreparedLoop : CandleContender
{
    private const int ParametersPerRow = 8;
    private readonly CandleRow[] _rows;
    private readonly int _rowsPerStatement;
    private readonly int _rowsPerTransaction;
    private readonly bool _updates;
    private readonly SqliteConnection _connection;
    private readonly byte[] _assetId = CandleSeries.AssetId.ToByteArray(bigEndian: true);
    private readonly byte[] _timeframe = Encoding.UTF8.GetBytes(CandleSeries.Timeframe.Code);

    public PreparedLoop(CandleFile file, CandleRow[] rows, int rowsPerStatement, int rowsPerTransaction, bool updates = true)
        : base(
            $"prepared {(updates ? "upsert" : "insert or nothing")}, {rowsPerStatement} rows a statement, {rowsPerTransaction} a "
            + $"transaction", file)
    {
        (_rows, _rowsPerStatement, _rowsPerTransaction, _updates) = (rows, rowsPerStatement, rowsPerTransaction, updates);
        _connection = file.Open();
    }

    public override Task RunAsync()
    {
        var database = _connection.Handle!;
        using var many = Prepare(database, _rowsPerStatement);
        using var one = Prepare(database, 1);
        for (var start = 0; start < _rows.Length; start += _rowsPerTransaction)
        {
            Check(database, raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
            var batch = _rows.AsSpan(start, Math.Min(_rowsPerTransaction, _rows.Length - start));
            for (; batch.Length >= _rowsPerStatement; batch = batch[_rowsPerStatement..])
                Write(database, many, batch[.._rowsPerStatement]);
            for (; !batch.IsEmpty; batch = batch[1..])
                Write(database, one, batch[..1]);
            Check(database, raw.sqlite3_exec(database, "COMMIT"));
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }

    private sqlite3_stmt Prepare(sqlite3 database, int rows)
    {
        var values = Enumerable.Range(0, rows)
            .Select(
                row =>
                    $"(?1, ?2, "
                    + $"{string.Join(", ", Enumerable.Range(3 + row * ParametersPerRow, ParametersPerRow).Select(parameter => $"?{parameter}"))})");
        var conflict = _updates
            ? """
            (asset_id, timeframe, open_time) DO UPDATE SET
                open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, closed = excluded.closed, revision = excluded.revision
            WHERE (excluded.closed, excluded.revision) > (market_data.closed, market_data.revision)
            """
            : "DO NOTHING";
        Check(database, raw.sqlite3_prepare_v3(
            database,
            $"""
            INSERT INTO market_data (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
            VALUES {string.Join(", ", values)}
            ON CONFLICT {conflict}
            """,
            raw.SQLITE_PREPARE_PERSISTENT,
            out var statement));
        raw.sqlite3_bind_blob(statement, 1, _assetId);
        raw.sqlite3_bind_text(statement, 2, _timeframe);
        return statement;
    }

    private static void Write(sqlite3 database, sqlite3_stmt statement, ReadOnlySpan<CandleRow> rows)
    {
        Span<byte> text = stackalloc byte[40];
        var index = 2;
        foreach (ref readonly var row in rows)
        {
            raw.sqlite3_bind_int64(statement, ++index, row.OpenTime);
            raw.sqlite3_bind_text(statement, ++index, text[..CanonicalDecimal.Write(row.Open, text)]);
            raw.sqlite3_bind_text(statement, ++index, text[..CanonicalDecimal.Write(row.High, text)]);
            raw.sqlite3_bind_text(statement, ++index, text[..CanonicalDecimal.Write(row.Low, text)]);
            raw.sqlite3_bind_text(statement, ++index, text[..CanonicalDecimal.Write(row.Close, text)]);
            raw.sqlite3_bind_text(statement, ++index, text[..CanonicalDecimal.Write(row.Volume, text)]);
            raw.sqlite3_bind_int64(statement, ++index, row.Closed ? 1 : 0);
            raw.sqlite3_bind_int64(statement, ++index, row.Revision);
        }

        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
            Check(database, result);
        raw.sqlite3_reset(statement);
    }

    private static void Check(sqlite3 database, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new InvalidOperationException(raw.sqlite3_errmsg(database).utf8_to_string());
    }
}
