using System.Globalization;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Benchmarks.Performance;

/// <summary>Reads stored trades and computes every figure of every period, those of the realised equity included.</summary>
internal sealed class MeasuredTrades(TradeFile file) : Contender("PerformanceAccumulator, all figures of all periods, reading included")
{
    private PerformanceFigures? _all;

    public override async Task RunAsync()
    {
        var accumulator = new PerformanceAccumulator(Currency.Parse("USDT"));
        var equity = 1_000_000m;
        accumulator.Append(new EquityPoint(DateTimeOffset.UnixEpoch, equity));
        await foreach (var trade in file.ReadAsync())
        {
            accumulator.Append(trade);
            accumulator.Append(new EquityPoint(trade.ClosedAt, equity += trade.Profit.Amount));
        }

        _all = accumulator.ReadAll().Last();
    }

    public override Task<string> DigestAsync() => Task.FromResult(
        string.Create(CultureInfo.InvariantCulture, $"{_all!.Trades.TotalTrades} trades, {_all.Trades.TotalPnl:0.########} earned"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
