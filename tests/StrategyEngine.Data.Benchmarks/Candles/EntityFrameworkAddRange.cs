using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>EF Core's AddRange and SaveChanges with change detection off, on entities made before the clock starts.</summary>
internal sealed class EntityFrameworkAddRange : CandleContender
{
    private readonly PlainCandle[] _candles;
    private readonly int _rowsPerContext;
    private readonly int _batchSize;
    private readonly SqliteConnection _connection;

    public EntityFrameworkAddRange(CandleFile file, PlainCandle[] candles, int rowsPerContext, int batchSize)
        : base($"AddRange, {rowsPerContext} rows a context, batches of {batchSize}", file)
    {
        (_candles, _rowsPerContext, _batchSize) = (candles, rowsPerContext, batchSize);
        _connection = file.Open();
    }

    public override async Task RunAsync()
    {
        foreach (var chunk in _candles.Chunk(_rowsPerContext))
        {
            await using var context = new PlainCandleContext(_connection, _batchSize);
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            context.Candles.AddRange(chunk);
            await context.SaveChangesAsync();
        }
    }

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }
}
