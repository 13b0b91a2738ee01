using SQLitePCL;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>One prepared statement without the allocations of ADO.NET.</summary>
/// <remarks>Not thread-safe. Bound values stay bound until they are bound again.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteCandleErrors.ThrowIfFailed(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    /// <summary>Binds the two leading key columns, which are parameters 1 and 2 of every statement.</summary>
    public void BindSeries(Guid assetId, Timeframe timeframe)
    {
        Span<byte> id = stackalloc byte[16];
        assetId.TryWriteBytes(id, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, 1, id));
        Check(raw.sqlite3_bind_text(_statement, 2, timeframe.Code));
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    public void Bind(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, parameter, value));

    /// <summary>Binds one row from a parameter on.</summary>
    public void Bind(int parameter, in CandleRow row)
    {
        Bind(parameter, row.OpenTime);
        Bind(parameter + 1, row.Open);
        Bind(parameter + 2, row.High);
        Bind(parameter + 3, row.Low);
        Bind(parameter + 4, row.Close);
        Bind(parameter + 5, row.Volume);
        Bind(parameter + 6, row.Closed ? 1L : 0L);
        Bind(parameter + 7, row.Revision);
        if (row.QuoteVolume is { } quoteVolume)
            Bind(parameter + 8, quoteVolume);
        else
            Check(raw.sqlite3_bind_null(_statement, parameter + 8));
        if (row.TradeCount is { } trades)
            Bind(parameter + 9, trades);
        else
            Check(raw.sqlite3_bind_null(_statement, parameter + 9));
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>The rows it inserted or updated.</returns>
    public int Execute()
    {
        var resultCode = raw.sqlite3_step(_statement);
        var changes = resultCode == raw.SQLITE_DONE ? raw.sqlite3_changes(_database) : 0;
        raw.sqlite3_reset(_statement);
        Check(resultCode);
        return changes;
    }

    /// <summary>Moves to the next row of a query.</summary>
    public bool Step()
    {
        var resultCode = raw.sqlite3_step(_statement);
        Check(resultCode);
        return resultCode == raw.SQLITE_ROW;
    }

    /// <summary>Ends a query, so that it holds no snapshot and can be run again.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>The bytes of a column of the current row, until the next step.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Reads the current row of one of the candle queries.</summary>
    public CandleRow GetRow() => new(
        GetInt64(0), GetDecimal(1), GetDecimal(2), GetDecimal(3), GetDecimal(4), GetDecimal(5), GetInt64(6) != 0, GetInt64(7),
        IsNull(8) ? null : GetDecimal(8), IsNull(9) ? null : GetInt64(9));

    public void Dispose() => _statement.Dispose();

    // The bytes of a text column, without a copy; the database is in UTF-8.
    private decimal GetDecimal(int column) => SqliteDecimalText.Parse(GetBytes(column));

    private void Bind(int parameter, decimal value)
    {
        Span<byte> text = stackalloc byte[SqliteDecimalText.MaxLength];
        var length = SqliteDecimalText.Format(value, text);
        Check(raw.sqlite3_bind_text(_statement, parameter, text[..length]));
    }

    private void Check(int resultCode) => SqliteCandleErrors.ThrowIfFailed(resultCode, _database);
}
