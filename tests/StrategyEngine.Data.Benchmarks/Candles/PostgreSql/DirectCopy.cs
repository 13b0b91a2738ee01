using Npgsql;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>COPY by hand straight into the table.</summary>
internal sealed class DirectCopy(CandleDatabase database, CandleRow[] rows, CopyForm form)
    : CandleDatabaseContender($"COPY, {form}", database, [])
{
    private readonly CandleDatabase _database = database;
    private NpgsqlConnection? _connection;

    public override async Task RunAsync()
    {
        for (var start = 0; start < rows.Length; start += RowsPerTransaction)
        {
            await using var transaction = await _connection!.BeginTransactionAsync();
            await CopyAsync(_connection, CandleCopy.Table, rows.AsMemory(start, Math.Min(RowsPerTransaction, rows.Length - start)), form);
            await transaction.CommitAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task ConnectAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = _database.Open();
    }
}
