using System.Globalization;

using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Benchmarks.Candles.Space;

/// <summary>What candles take up: on disk once they are stored, in memory while they stream.</summary>
internal static class CandleSpace
{
    private const double BytesPerMegabyte = 1_000_000;

    public static IReadOnlyList<MeasurementDefinition> All { get; } =
    [
        new("candle-bytes", _ => BytesAsync(1_000_000), AtMost: 115),
        new("candle-memory", reduced => MemoryAsync(reduced ? 1_000_000 : 20_000_000), AtMost: 100),
    ];

    private static async Task<Measurement> BytesAsync(int count)
    {
        await using var file = await CandleFile.CreateAsync();
        await file.Services.GetRequiredService<CandleStore>()
            .UpsertAsync(CandleSeries.AssetId, CandleSeries.Timeframe, EightDecimals.Generate(count));
        return new Measurement(
            file.Length() / (double)count,
            "bytes a candle",
            count,
            "the whole file after CandleStore.UpsertAsync, prices around 50 and volumes, of 8 decimals");
    }

    // In a process of its own, whose heap no other line has made large already.
    private static async Task<Measurement> MemoryAsync(int count)
    {
        var printed = await ChildProcess.RunAsync(MemoryRun.Command, count.ToString(CultureInfo.InvariantCulture));
        var peaks = printed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture) / BytesPerMegabyte).ToArray();
        return new Measurement(
            peaks[0],
            "MB above start",
            count,
            string.Create(
                CultureInfo.InvariantCulture,
                $"highest resident memory, streaming into CandleStore.UpsertAsync and out of ReadAsync; managed heap {peaks[1]:0.0} MB "
                + $"above start"));
    }
}
