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
    private readonly CandleDatabase _database;
    private readonly NpgsqlCommand _upsert;
    private NpgsqlConnection? _connection;

    public StagingUpsert(
        CandleDatabase database, CandleRow[] stored, CandleRow[] rows, CopyForm form, bool ordered = false, bool dropped = false)
        : base(
            $"COPY ({form}) and upsert{(ordered ? " in order" : "")}, staging table {(dropped ? "made for each transaction" : "kept")}",
            database,
            stored)
    {
        (_database, _rows, _form, _dropped) = (database, rows, form, dropped);
        _upsert = new NpgsqlCommand(
            $"""
            INSERT INTO {CandleCopy.Table} AS stored ({CandleCopy.Columns})
            SELECT {CandleCopy.Columns} FROM staging {(ordered ? "ORDER BY open_time" : "")}
            ON CONFLICT (asset_id, timeframe, open_time) DO UPDATE SET
                open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, closed = excluded.closed, revision = excluded.revision
            WHERE (excluded.closed, excluded.revision) > (stored.closed, stored.revision)
            """);
    }

    public override async Task RunAsync()
    {
        for (var start = 0; start < _rows.Length; start += RowsPerTransaction)
        {
            await using var transaction = await _connection!.BeginTransactionAsync();
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
        if (_connection is not null)
            await _connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task ConnectAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _upsert.Connection = _connection = _database.Open();
        if (_dropped)
            return;
        Execute($"{Create} ON COMMIT DELETE ROWS");
        _upsert.Prepare();
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
