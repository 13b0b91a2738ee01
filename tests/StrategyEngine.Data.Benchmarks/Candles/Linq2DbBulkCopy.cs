using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.SQLite;

using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>linq2db's BulkCopy in one transaction. It only inserts; the table is empty, so that is all there is to do.</summary>
internal sealed class Linq2DbBulkCopy : CandleContender
{
    private readonly PlainCandle[] _candles;
    private readonly BulkCopyOptions _options;
    private readonly SqliteConnection _connection;

    public Linq2DbBulkCopy(CandleFile file, PlainCandle[] candles, BulkCopyType type, int batchSize, bool parameters)
        : base(
            $"BulkCopy, {type}{(type == BulkCopyType.RowByRow ? "" : $" of {batchSize}, {(parameters ? "parameters" : "literals")}")}",
            file)
    {
        _candles = candles;
        _options = new BulkCopyOptions(BulkCopyType: type, MaxBatchSize: batchSize, UseParameters: parameters);
        _connection = file.Open();
    }

    public override async Task RunAsync()
    {
        await using var connection = new DataConnection(
            new DataOptions().UseConnection(SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft), _connection, disposeConnection: false));
        await connection.BeginTransactionAsync();
        await connection.BulkCopyAsync(_options, _candles);
        await connection.CommitTransactionAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }
}
