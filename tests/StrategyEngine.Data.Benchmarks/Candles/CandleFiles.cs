namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Files that are disposed together.</summary>
internal sealed class CandleFiles(params IReadOnlyList<CandleFile> files) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var file in files)
            await file.DisposeAsync();
    }
}
