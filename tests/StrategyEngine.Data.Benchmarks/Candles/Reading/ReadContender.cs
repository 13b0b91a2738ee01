using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>Reads a range of candles in ascending order, each as a <see cref="CandleRow"/>.</summary>
internal abstract class ReadContender(string name, CandleRange range) : Contender(name)
{
    private int _count;

    protected CandleRange Range { get; } = range;

    public override Task PrepareAsync()
    {
        _count = 0;
        Array.Clear(Range.Rows);
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(Range.Digest());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected void Take(in CandleRow row) => Range.Rows[_count++] = row;
}
