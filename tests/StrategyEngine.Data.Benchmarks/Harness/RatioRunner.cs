using System.Diagnostics;

namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>Runs ours and the fastest baseline alternately in this process, so that both see the same machine.</summary>
internal static class RatioRunner
{
    /// <summary>Measures a line.</summary>
    /// <param name="line">What to compare.</param>
    /// <param name="rounds">How many pairs to time.</param>
    /// <param name="needed">What the median must reach; null if it is only watched.</param>
    /// <param name="warmUp">How long each contender runs at least before anything is timed.</param>
    public static async Task<RatioResult> RunAsync(RatioLine line, int rounds, double? needed, TimeSpan warmUp)
    {
        // The first runs of each warm it up and show that all do the same work.
        var expected = await WarmUpAsync(line.Ours, warmUp);
        foreach (var contender in line.Baselines)
        {
            var actual = await WarmUpAsync(contender, warmUp);
            if (actual != expected)
                throw new InvalidOperationException($"{line.Name}: '{contender.Name}' did other work than '{line.Ours.Name}': {actual} instead of {expected}.");
        }

        var baseline = await FastestAsync(line.Baselines);
        var pairs = new List<(double Ours, double Baseline)>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            // Who goes first alternates too: the second finds warmer caches and a fuller disk queue.
            if (round % 2 == 0)
            {
                var ours = await TimeAsync(line.Ours);
                pairs.Add((ours, await TimeAsync(baseline)));
            }
            else
            {
                var theirs = await TimeAsync(baseline);
                pairs.Add((await TimeAsync(line.Ours), theirs));
            }
        }

        var ratios = pairs.ConvertAll(pair => pair.Baseline / pair.Ours);
        return new RatioResult(
            line.Name,
            line.Unit,
            line.Operations,
            rounds,
            Median(ratios),
            ratios.Min(),
            ratios.Max(),
            line.Operations / Median(pairs.ConvertAll(pair => pair.Ours)),
            line.Operations / Median(pairs.ConvertAll(pair => pair.Baseline)),
            line.Ours.Name,
            baseline.Name,
            needed);
    }

    private static async Task<string> WarmUpAsync(Contender contender, TimeSpan warmUp)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            await contender.PrepareAsync();
            await contender.RunAsync();
        }
        while (Stopwatch.GetElapsedTime(started) < warmUp);
        return await contender.DigestAsync();
    }

    private static async Task<Contender> FastestAsync(IReadOnlyList<Contender> contenders)
    {
        if (contenders.Count == 1)
            return contenders[0];

        // Interleaved, and the best of three, because one disturbance would else choose the wrong one.
        var best = contenders.ToDictionary(contender => contender, _ => double.PositiveInfinity);
        for (var i = 0; i < 3; i++)
            foreach (var contender in contenders)
                best[contender] = Math.Min(best[contender], await TimeAsync(contender));
        return best.MinBy(pair => pair.Value).Key;
    }

    private static async Task<double> TimeAsync(Contender contender)
    {
        await contender.PrepareAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        await contender.RunAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return (contender.Elapsed ?? elapsed).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
