using System.Diagnostics;

namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>Runs the library and the fastest baseline alternately in this process, so that both see the same machine.</summary>
internal static class RatioRunner
{
    private const int LeastRounds = 3, ChoiceRuns = 3;

    /// <summary>Measures a line.</summary>
    /// <param name="line">What to compare.</param>
    /// <param name="rounds">How many pairs to time at most.</param>
    /// <param name="needed">What the median must reach; null if it is only watched.</param>
    /// <param name="warmUp">How long each contender runs at least before anything is timed.</param>
    /// <param name="patience">After how long no further pair is begun, once there are three; null for never.</param>
    public static async Task<RatioResult> RunAsync(RatioLine line, int rounds, double? needed, TimeSpan warmUp, TimeSpan? patience = null)
    {
        // The first runs of each warm it up and show that all do the same work.
        var expected = await WarmUpAsync(line.Library, warmUp);
        foreach (var contender in line.Baselines)
        {
            var actual = await WarmUpAsync(contender, warmUp);
            if (actual != expected)
            {
                throw new InvalidOperationException(
                    $"{line.Name}: '{contender.Name}' did other work than '{line.Library.Name}': {actual} instead of {expected}.");
            }
        }

        var baseline = await FastestAsync(line.Baselines, patience is null ? ChoiceRuns : 1);
        var started = Stopwatch.GetTimestamp();
        var pairs = new List<(double Library, double Baseline)>(rounds);
        for (var round = 0; round < rounds && (round < LeastRounds || !(Stopwatch.GetElapsedTime(started) > patience)); round++)
        {
            // Who goes first alternates too: the second finds warmer caches and a fuller disk queue.
            if (round % 2 == 0)
            {
                var library = await TimeAsync(line.Library);
                pairs.Add((library, await TimeAsync(baseline)));
            }
            else
            {
                var theirs = await TimeAsync(baseline);
                pairs.Add((await TimeAsync(line.Library), theirs));
            }
        }

        var ratios = pairs.ConvertAll(pair => pair.Baseline / pair.Library);
        return new RatioResult(
            line.Name,
            line.Unit,
            line.Operations,
            pairs.Count,
            Median(ratios),
            ratios.Min(),
            ratios.Max(),
            line.Operations / Median(pairs.ConvertAll(pair => pair.Library)),
            line.Operations / Median(pairs.ConvertAll(pair => pair.Baseline)),
            line.Library.Name,
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

    private static async Task<Contender> FastestAsync(IReadOnlyList<Contender> contenders, int runs)
    {
        if (contenders.Count == 1)
            return contenders[0];

        // Interleaved, and the best of several, because one disturbance would else choose the wrong one.
        var best = contenders.ToDictionary(contender => contender, _ => double.PositiveInfinity);
        for (var i = 0; i < runs; i++)
        {
            foreach (var contender in contenders)
                best[contender] = Math.Min(best[contender], await TimeAsync(contender));
        }

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
