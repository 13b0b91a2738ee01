using Npgsql;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>COPY by hand into a temporary table, and an upsert out of it.</summary>
internal sealed class StagingUpsert : CandleDatabaseContender
{
    private const string Create = $"CREATE TEMPORARY TABLE staging (LIKE {CandleCopy.Table})";

    private readonly CandleRow[] _rows;
    private readonly CopyForm _form;
    private readonly bool _dropped;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _upsert;

    public StagingUpsert(CandleDatabase database, CandleRow[] stored, CandleRow[] rows, CopyForm form, bool ordered = false, bool dropped = false)
        : base($"COPY ({form}) and upsert{(ordered ? " in order" : "")}, staging table {(dropped ? "made for each transaction" : "kept")}", database, stored)
    {
        (_rows, _form, _dropped) = (rows, form, dropped);
        _connection = database.Open();
        _upsert = new NpgsqlCommand(
            $"""
            INSERT INTO {CandleCopy.Table} AS stored ({CandleCopy.Columns})
            SELECT {CandleCopy.Columns} FROM staging {(ordered ? "ORDER BY open_time" : "")}
            ON CONFLICT (asset_id, timeframe, open_time) DO UPDATE SET
                open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, closed = excluded.closed, revision = excluded.revision
            WHERE (excluded.closed, excluded.revision) > (stored.closed, stored.revision)
            """,
            _connection);
        if (dropped)
            return;
        Execute($"{Create} ON COMMIT DELETE ROWS");
        _upsert.Prepare();
    }

    public override async Task RunAsync()
    {
        for (var start = 0; start < _rows.Length; start += RowsPerTransaction)
        {
            await using var transaction = await _connection.BeginTransactionAsync();
            if (_dropped)
                Execute($"{Create} ON COMMIT DROP");
            await CopyAsync(_connection, "staging", _rows.AsMemory(start, Math.Min(RowsPerTransaction, _rows.Length - start)), _form);
            await _upsert.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _upsert.DisposeAsync();
        await _connection.DisposeAsync();
        await base.DisposeAsync();
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
