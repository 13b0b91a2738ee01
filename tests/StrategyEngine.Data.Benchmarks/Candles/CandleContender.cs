using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Writes a series of candles into an empty table of its own file.</summary>
internal abstract class CandleContender(string name, CandleFile file) : Contender(name)
{
    protected CandleFile File { get; } = file;

    public override Task PrepareAsync()
    {
        File.Empty();
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Digest());

    public override ValueTask DisposeAsync() => File.DisposeAsync();
}
