using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

/// <summary>Histories drawn from a seed: equity with gaps, flows, ruin and midnights, and trades that overlap.</summary>
internal sealed class RandomHistories(int seed)
{
    public static readonly Currency Usdt = Currency.Parse("USDT");

    private readonly Random _random = new(seed);

    /// <summary>A first midnight near the end of a year, a leap year's February or anywhere.</summary>
    public DateTimeOffset Start() => _random.Next(3) switch
    {
        0 => new DateTimeOffset(2023 + _random.Next(3), 12, 20, 0, 0, 0, TimeSpan.Zero),
        1 => new DateTimeOffset(2024, 2, 20, 0, 0, 0, TimeSpan.Zero),
        _ => new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(_random.Next(1_000)),
    };

    /// <summary>Values of consecutive days, each a few per cent from the one before.</summary>
    public decimal[] Days(int count)
    {
        var values = new decimal[count];
        values[0] = 1_000;
        for (var i = 1; i < count; i++)
            values[i] = decimal.Round(values[i - 1] * (1 + (decimal)(_random.NextDouble() - 0.48) / 10), 8);
        return values;
    }

    /// <summary>Points at any hour, some at midnight, with days and weeks left out; now and then a flow, and seldom ruin.</summary>
    public List<EquityPoint> Points(int count, bool isSound = false)
    {
        var time = Start();
        var equity = 10_000m;
        var points = new List<EquityPoint> { new(time.AddHours(_random.Next(24)), equity) };
        while (points.Count < count)
        {
            time = points[^1].Time.AddMilliseconds(_random.NextInt64(1, 40L * 3_600_000));
            if (_random.Next(5) == 0)
                time = new DateTimeOffset(time.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
            if (_random.Next(40) == 0)
                time = time.AddDays(_random.Next(60));
            equity = decimal.Round(equity * (1 + (decimal)(_random.NextDouble() - 0.49) / 20), 8);
            var flow = _random.Next(12) == 0 ? decimal.Round((decimal)(_random.NextDouble() - 0.4) * 3_000, 2) : 0;
            if (!isSound && _random.Next(150) == 0)
                (equity, flow) = (_random.Next(3) - 1, 0);
            else if (!isSound && equity <= 1)
                flow = 5_000;
            equity += isSound && equity + flow < 100 ? 0 : flow;
            points.Add(new EquityPoint(time, equity, isSound && equity - flow < 100 ? 0 : flow));
        }

        return points;
    }

    /// <summary>Trades in the order in which they closed, of which some span days and many close at one instant.</summary>
    public List<ClosedTrade> Trades(int count)
    {
        var closed = Start();
        var trades = new List<ClosedTrade>();
        for (var i = 0; i < count; i++)
        {
            closed = closed.AddMilliseconds(_random.Next(4) == 0 ? 0 : _random.NextInt64(20L * 3_600_000));
            var profit = _random.Next(8) == 0 ? 0 : decimal.Round((decimal)(_random.NextDouble() - 0.45) * 500, 8);
            trades.Add(
                new ClosedTrade(closed.AddMilliseconds(-_random.NextInt64(100L * 3_600_000)), closed, new Money(profit, Usdt))
                {
                    Fee = new Money(decimal.Round((decimal)_random.NextDouble(), 12), Usdt),
                    Funding = _random.Next(3) == 0 ? new Money(decimal.Round((decimal)_random.NextDouble() - 0.5m, 12), Usdt) : null,
                    EntryNotional = _random.Next(10_000),
                    Turnover = _random.Next(20_000),
                });
        }

        return trades;
    }
}
