using FluentAssertions;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

/// <summary>The figures of each period by their definitions, over lists that are cut out anew each time.</summary>
internal sealed class ListedFigures
{
    private const double Precision = 1e-12;

    private readonly EquityCurve _curve;
    private readonly EquityCurve _daily;
    private readonly IReadOnlyList<double>? _dailyReturns;
    private readonly List<ClosedTrade> _trades;
    private readonly AnnualizationBasis _basis;
    private readonly double _riskFree;
    private readonly DateTimeOffset _first;
    private readonly DateTimeOffset _last;

    public ListedFigures(List<EquityPoint> points, List<ClosedTrade> trades, AnnualizationBasis basis, double annualRiskFreeRate)
    {
        _curve = new EquityCurve(RandomHistories.Usdt, points);
        _daily = _curve.Daily(basis);
        _dailyReturns = _daily.Returns;
        _trades = trades;
        _basis = basis;
        _riskFree = annualRiskFreeRate / basis.PeriodsPerYear;
        _first = trades.Min(trade => trade.OpenedAt) is var opened && opened < points[0].Time ? opened : points[0].Time;
        _last = trades[^1].ClosedAt > points[^1].Time ? trades[^1].ClosedAt : points[^1].Time;
    }

    public void Check(PerformanceFigures row, string because)
    {
        var closed = _trades.Where(trade => trade.ClosedAt >= row.Start && trade.ClosedAt < row.End).ToList();
        var trades = row.Trades;
        trades.TotalTrades.Should().Be(closed.Count, because);
        trades.TotalPnl.Should().Be(closed.Sum(trade => trade.Profit.Amount), because);
        trades.GrossProfit.Should().Be(closed.Sum(trade => Math.Max(trade.Profit.Amount, 0)), because);
        trades.GrossLoss.Should().Be(closed.Sum(trade => Math.Min(trade.Profit.Amount, 0)), because);
        trades.LargestWin.Should().Be(Only(closed.Where(trade => trade.Profit.Amount > 0)).Max(), because);
        trades.LargestLoss.Should().Be(Only(closed.Where(trade => trade.Profit.Amount < 0)).Min(), because);
        trades.LongestWinningStreak.Should().Be(Longest(closed, 1), because);
        trades.LongestLosingStreak.Should().Be(Longest(closed, -1), because);
        trades.Fees.Should().Be(closed.Sum(trade => trade.Fee!.Value.Amount), because);
        trades.Funding.Should().Be(closed.Sum(trade => trade.Funding?.Amount ?? 0), because);
        trades.Turnover.Should().Be(closed.Sum(trade => trade.Turnover), because);
        CheckExposure(row, because);
        CheckReturns(row, because);
    }

    // Millisecond by millisecond would take too long: between two instants at which anything opens or closes nothing changes.
    private void CheckExposure(PerformanceFigures row, string because)
    {
        var (from, to) = (row.Start > _first ? row.Start : _first, row.End < _last ? row.End : _last);
        if (to <= from)
        {
            row.Exposure.Should().BeNull(because);
            return;
        }

        var near = _trades.Where(trade => trade.OpenedAt < to && trade.ClosedAt > from).ToList();
        DateTimeOffset[] edges = [from, to, .. near.SelectMany(trade => new[] { trade.OpenedAt, trade.ClosedAt })];
        var steps = edges.Where(edge => edge >= from && edge <= to).Distinct().Order().ToList();
        var open = steps.Zip(steps.Skip(1))
            .Where(step => near.Exists(trade => trade.OpenedAt <= step.First && trade.ClosedAt >= step.Second))
            .Sum(step => (step.Second - step.First).Ticks);
        row.Exposure.Should().Be((double)open / (to - from).Ticks, because);
    }

    private void CheckReturns(PerformanceFigures row, string because)
    {
        var isAllTime = row.Period == MetricsPeriod.AllTime;
        bool IsWithin(DateTimeOffset time) => isAllTime || (time > row.Start && time <= row.End);
        var inside = Enumerable.Range(1, _curve.Points.Count - 1).Where(index => IsWithin(_curve.Points[index].Time)).ToList();
        if (inside.Count == 0)
        {
            row.Returns.Should().BeNull(because);
            return;
        }

        var returns = row.Returns!;
        var opening = inside[0] - 1;
        returns.OpeningEquity.Should().Be(_curve.Points[opening].Equity, because);
        returns.ClosingEquity.Should().Be(_curve.Points[inside[^1]].Equity, because);
        returns.NetFlow.Should().Be(inside.Sum(index => _curve.Points[index].Flow), because);

        // The part of the curve by itself, its first point being the opening.
        var part = new EquityCurve(_curve.Currency, inside.Prepend(opening).Select(index => _curve.Points[index]));
        Near(returns.MaximumDrawdown?.Depth, part.MaximumDrawdown?.Depth, because);
        (returns.MaximumDrawdown?.Peak.Time, returns.MaximumDrawdown?.Trough.Time, returns.MaximumDrawdown?.RecoveredAt).Should()
            .Be((part.MaximumDrawdown?.Peak.Time, part.MaximumDrawdown?.Trough.Time, part.MaximumDrawdown?.RecoveredAt), because);
        Near(returns.CurrentDrawdown, part.Drawdowns is [.., var last] && last.Time == part.Points[^1].Time ? last.Depth : null, because);
        if (part.Returns is { } links)
            Near(returns.TotalReturn, links.Aggregate(1.0, (growth, link) => growth * (1 + link)) - 1, because, floor: 1);

        var days = Enumerable.Range(1, _daily.Points.Count - 1).Where(index => IsWithin(_daily.Points[index].Time)).ToList();
        returns.Observations.Should().Be(days.Count, because);
        var daily = days.ConvertAll(index => _dailyReturns?[index - 1]);
        if (daily.Count < 2 || daily.Contains(null))
            return;
        double[] values = [.. daily.Select(value => value!.Value)];
        double periods = _basis.PeriodsPerYear;

        // Below one the mean is what is left of returns that cancel out, and so is its rounding.
        Near(returns.SharpeRatio, SharpeRatio.Calculate(values, periods, _riskFree), because, floor: 1);
        Near(returns.SortinoRatio, SortinoRatio.Calculate(values, periods, _riskFree), because, floor: 1);
        Near(returns.Volatility, Volatility.Calculate(values, periods), because);

        // A power multiplies the rounding of its base.
        var growth = CompoundAnnualGrowthRate.Calculate(values, periods);
        Near(returns.CompoundAnnualGrowthRate, growth, because, Precision * (1 + periods / values.Length), floor: 1);
    }

    private static IEnumerable<decimal?> Only(IEnumerable<ClosedTrade> trades) => trades.Select(trade => (decimal?)trade.Profit.Amount);

    private static int Longest(List<ClosedTrade> trades, int sign)
    {
        int longest = 0, row = 0;
        foreach (var trade in trades)
            longest = Math.Max(longest, row = Math.Sign(trade.Profit.Amount) == sign ? row + 1 : 0);
        return longest;
    }

    private static void Near(double? actual, double? expected, string because, double precision = Precision, double floor = 1e-3)
    {
        if (expected is { } value)
            actual.Should().BeApproximately(value, Math.Max(Math.Abs(value), floor) * precision, because);
        else
            actual.Should().BeNull(because);
    }
}
