using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

using TradingConsole.Backtesting;

namespace TradingConsole.Tests.Backtesting;

/// <summary>What a back-test did up to a candle's close does not depend on any later candle.</summary>
public sealed class LookAheadTests
{
    private static readonly CrossoverSettings Settings = new(FastPeriod: 3, SlowPeriod: 8);

    private static readonly Gen<CandleRow[]> Histories =
        Gen.Int[50, 150].Array[20, 80]
            .Select(prices => prices.Zip(prices.Skip(1)).Select((price, day) => Days.Candle(day, price.First, price.Second)).ToArray());

    [Test]
    public void Changing_a_future_candle_changes_nothing_before_it() =>
        Gen.Select(Histories, Gen.Int[0, 78], Gen.Int[10, 500], Histories).Sample((history, day, close, otherFuture) =>
        {
            // The known past ends with an open: that candle's close, and everything after it, happens otherwise.
            var now = Math.Min(day, history.Length - 1);
            var candle = Days.Candle(now, history[now].Open, close);
            var future = otherFuture.Select((other, index) => Days.Candle(now + 1 + index, other.Open, other.Close));

            Until(Run([.. history[..now], candle, .. future]), candle.OpenInstant).Should()
                .BeEquivalentTo(Until(Run(history), candle.OpenInstant));
        }, iter: 1_000);

    [Test]
    public async Task Every_fill_of_the_bitcoin_history_is_the_open_of_the_candle_after_its_signal()
    {
        var candles = await CandleCsvReader.ReadAsync(Path.Combine(AppContext.BaseDirectory, "Data", "coinbase-btcusd-1d-2014-2018.csv"))
            .ToListAsync();
        var result = Run(candles, new CrossoverSettings());

        result.Positions.Should().HaveCountGreaterThan(5);
        foreach (var fill in result.Positions.SelectMany(position => new[] { position.Entry, position.Exit }).OfType<SimulatedFill>())
        {
            var index = candles.FindIndex(candle => candle.OpenInstant == fill.Time);
            fill.Price.Should().Be(candles[index].Open);
            result.Signals.Should().ContainSingle(signal =>
                signal.Side == fill.Side
                    && signal.KnownAt == candles[index - 1].OpenInstant.AddDays(1)
                    && signal.Price == candles[index - 1].Close);
        }
    }

    private static BacktestResult Run(IEnumerable<CandleRow> candles, CrossoverSettings? settings = null)
    {
        var backtest = new CrossoverBacktest(
            settings ?? Settings, 0.9m, new OrderRules(0.001m, 1), Timeframe.OneDay, Currency.Parse("USD"));
        foreach (var candle in candles)
            backtest.Add(candle);
        return backtest.Result();
    }

    private static (CrossoverSignal[] Signals, SimulatedFill[] Fills, EquityPoint[] Equity) Until(
        BacktestResult result, DateTimeOffset open) => (
        [.. result.Signals.Where(signal => signal.KnownAt <= open)],
        [.. result.Positions.SelectMany(position => new[] { position.Entry, position.Exit }).OfType<SimulatedFill>()
            .Where(fill => fill.Time <= open)],
        [.. result.Equity.Points.Where(point => point.Time <= open)]);
}
