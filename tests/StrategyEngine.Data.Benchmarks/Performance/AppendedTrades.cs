using System.Globalization;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Benchmarks.Performance;

/// <summary>Trades that are added to an accumulator, the figures over all time being asked for after each.</summary>
internal sealed class AppendedTrades(int stored, int appended)
    : Contender(string.Create(CultureInfo.InvariantCulture, $"PerformanceAccumulator.Append beside {stored} trades"))
{
    private static readonly Currency Tether = Currency.Parse("USDT");

    private PerformanceAccumulator _accumulator = new(Tether);
    private int _count;
    private decimal _before;

    public override Task PrepareAsync()
    {
        // As many as before the last run, but for a tenth.
        if (_count == 0 || _count > stored + stored / 10)
        {
            (_accumulator, _count) = (new PerformanceAccumulator(Tether), 0);
            while (_count < stored)
                _accumulator.Append(Next());
        }

        _before = _accumulator.AllTime!.Trades.TotalPnl;
        return Task.CompletedTask;
    }

    public override Task RunAsync()
    {
        for (var i = 0; i < appended; i++)
        {
            _accumulator.Append(Next());
            if (_accumulator.AllTime!.Trades.TotalTrades != _count)
                throw new InvalidOperationException("A trade was not counted.");
        }

        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() =>
        Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{_accumulator.AllTime!.Trades.TotalPnl - _before} earned"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ClosedTrade Next()
    {
        var closedAt = DateTimeOffset.UnixEpoch.AddMinutes(_count);
        var profit = new Money(_count++ % 10 - 4, Tether);
        return new ClosedTrade(closedAt.AddSeconds(-_count % 50), closedAt, profit) { Fee = new Money(0.25m, Tether), Turnover = 1_000 };
    }
}
