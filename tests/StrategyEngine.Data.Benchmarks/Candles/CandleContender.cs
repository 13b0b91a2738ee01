using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Writes a series of candles into a file that contenders use one after the other.</summary>
internal abstract class CandleContender(string name, CandleFile file) : Contender(name)
{
    protected CandleFile File { get; } = file;

    public override Task PrepareAsync()
    {
        File.Reset();
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Digest());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
