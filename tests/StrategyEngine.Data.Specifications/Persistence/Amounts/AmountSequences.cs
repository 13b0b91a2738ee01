using static StrategyEngine.Data.Specifications.Amounts.AmountShape;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Sequences of amounts: ordered, joined, aggregated and in groups.</summary>
internal static class AmountSequences
{
    public static IEnumerable<AmountShape> All(AmountParameters p) => [.. Sequences(p), .. Aggregates(), .. Groups(p)];

    private static IEnumerable<AmountShape> Sequences(AmountParameters p) =>
    [
        Exact("OrderBy", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.Open)),
        Exact("OrderByDescending", r => r.Candles.OrderByDescending(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact(
            "ThenBy",
            r => r.Candles.OrderBy(c => c.Closed)
                .ThenBy(c => c.Open)
                .ThenByDescending(c => c.Volume)
                .ThenBy(c => c.OpenTime)
                .Select(c => c.OpenTime)),
        Exact(
            "OrderBy of nullable",
            r => r.Metrics.Where(m => m.Expectancy != null).OrderBy(m => m.Expectancy).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact(
            "OrderBy of null",
            r => r.Metrics.OrderBy(m => m.Expectancy).ThenByDescending(m => m.AvgWin).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact(
            "OrderByDescending of null",
            r => r.Metrics.OrderByDescending(m => m.Expectancy)
                .ThenBy(m => m.AvgWin)
                .ThenBy(m => m.StartDate)
                .Select(m => m.StartDate)
                .Skip(1)
                .Take(7)),
        Exact(
            "distinct of null in a group",
            r => r.Metrics.GroupBy(m => m.Period).Select(g => g.Select(m => m.Expectancy).Distinct().Count())),
        Exact(
            "OrderBy of coalesce",
            r => r.Metrics.OrderBy(m => m.Expectancy ?? m.AvgWin ?? 0m).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact(
            "OrderBy of conditional",
            r => r.Candles.OrderBy(c => c.Closed ? c.Open : c.Volume).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("OrderBy of sum", r => r.Candles.OrderBy(c => c.Open + c.Close).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact(
            "OrderBy of subquery",
            r => r.Candles.OrderBy(c => r.Candles.Where(o => o.Close <= c.Close).Sum(o => o.Open)).ThenBy(c => c.OpenTime)
                .Select(c => c.OpenTime)),
        Exact("Order", r => r.Candles.Select(c => c.Open).Order()),
        Exact("OrderBy Take", r => r.Candles.OrderByDescending(c => c.Volume).ThenBy(c => c.OpenTime).Take(3).Select(c => c.OpenTime)),
        Exact("OrderBy Skip", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Skip(4).Take(4).Select(c => c.Close)),
        Exact("OrderBy First", r => r.Candles.OrderBy(c => c.Low).ThenBy(c => c.OpenTime).First().OpenTime),
        Exact("Last", r => r.Candles.OrderBy(c => c.Low).ThenBy(c => c.OpenTime).Last().OpenTime),
        Exact(
            "Take then OrderBy",
            r => r.Candles.OrderBy(c => c.OpenTime).Take(6).OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact(
            "ordered first of each",
            r => r.Candles.OrderBy(c => c.OpenTime)
                .Select(
                    c => r.Candles.Where(o => o.Closed == c.Closed)
                        .OrderByDescending(o => o.High)
                        .ThenBy(o => o.OpenTime)
                        .Select(o => o.High)
                        .First())),
        Exact(
            "first of group",
            r => r.Candles.GroupBy(c => c.Closed)
                .Select(g => new { g.Key, High = g.OrderByDescending(c => c.High).ThenBy(c => c.OpenTime).Select(c => c.High).First() })
                .OrderBy(x => x.Key)),
        Exact("Reverse", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Reverse().Select(c => c.OpenTime)),
        Exact("Distinct", r => r.Candles.Select(c => c.Open).Distinct().OrderBy(amount => amount)),
        Exact("Distinct Count", r => r.Candles.Select(c => c.Open).Distinct().Count()),
        Exact("Distinct of sum", r => r.Candles.Select(c => c.Open + c.Close).Distinct().Count()),
        Exact("Distinct of negated", r => r.Candles.Select(c => -c.Open).Distinct().Count()),
        Exact("Distinct of difference", r => r.Candles.Select(c => c.Open - c.Close).Distinct().Count()),
        Exact("Distinct of quotient", r => r.Candles.Select(c => c.Open / 7m).Distinct().Count()),
        Exact("Distinct of coalesce", r => r.Metrics.Select(m => m.Expectancy ?? 0m).Distinct().OrderBy(a => a)),
        Exact(
            "Distinct of members",
            r => r.Candles.Select(c => new { c.Open, c.Closed }).Distinct().OrderBy(c => c.Open).ThenBy(c => c.Closed)),
        Exact(
            "Distinct of integers and amounts",
            r => r.Metrics.Select(m => (decimal)m.TotalTrades).Concat(r.Metrics.Select(m => m.TotalPnl)).Distinct().Count()),
        Exact("Union", r => r.Candles.Select(c => c.Open).Union(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact("Union of other column", r => r.Candles.Select(c => c.Open).Union(r.Candles.Select(c => c.Volume)).OrderBy(a => a)),
        Exact(
            "Union of money, prices and volumes",
            r => r.Metrics.Select(m => m.TotalPnl).Union(r.Candles.Select(c => c.Open)).Union(r.Candles.Select(c => c.Volume))
                .OrderBy(a => a)),
        Exact("Except of money", r => r.Candles.Select(c => c.Open).Except(r.Metrics.Select(m => m.TotalPnl)).OrderBy(a => a)),
        Exact(
            "money + price",
            r => r.Candles.SelectMany(c => r.Metrics, (c, m) => new { c.OpenTime, m.StartDate, Value = m.TotalPnl + c.Close })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Eight(
            "money * price",
            r => r.Candles.SelectMany(c => r.Metrics, (c, m) => new { c.OpenTime, m.StartDate, Value = m.TotalPnl * c.Close })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Eight(
            "money * volume",
            r => r.Candles.SelectMany(c => r.Metrics, (c, m) => new { c.OpenTime, m.StartDate, Value = m.TotalPnl * c.Volume })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact(
            "money < volume - price",
            r => r.Candles.SelectMany(c => r.Metrics, (c, m) => new { c, m }).Where(x => x.m.TotalPnl < x.c.Volume - x.c.Close)
                .OrderBy(x => x.c.OpenTime).ThenBy(x => x.m.StartDate).Select(x => new { x.c.OpenTime, x.m.StartDate })),
        Exact("Concat", r => r.Candles.Select(c => c.Open).Concat(r.Metrics.Select(m => m.TotalPnl)).OrderBy(a => a)),
        Exact("Intersect", r => r.Candles.Select(c => c.Open).Intersect(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact("Except", r => r.Candles.Select(c => c.Open).Except(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact(
            "Join",
            r => r.Candles.Join(r.Metrics, c => c.Open, m => m.TotalPnl, (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime)
                .ThenBy(x => x.StartDate)),
        Exact(
            "Join on nullable",
            r => r.Candles.Join(r.Metrics, c => (decimal?)c.Open, m => m.Expectancy, (c, m) => new { c.OpenTime, m.StartDate })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact(
            "Join on sum",
            r => r.Candles.Join(r.Candles, c => c.Open + 0m, o => o.Close, (c, o) => new { c.OpenTime, Other = o.OpenTime })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.Other)),
        Exact(
            "Join on members",
            r => r.Candles.Join(
                r.Metrics,
                c => new { Amount = c.Open, c.Closed },
                m => new { Amount = m.TotalPnl, Closed = m.TotalTrades > 1 },
                (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact(
            "SelectMany by comparison",
            r => r.Candles.SelectMany(c => r.Metrics.Where(m => m.TotalPnl >= c.Open), (c, m) => new { c.OpenTime, m.StartDate })
                .OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact("Join of list", r => r.Candles.Join(p.List, c => c.Open, a => a, (c, a) => c.OpenTime).OrderBy(x => x)),
        Exact("list over rows", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => p.List.Where(a => a < c.Open).Count())),
        Exact("All", r => r.Candles.All(c => c.Open <= p.A)),
        Exact("Any", r => r.Candles.Any(c => c.Open == p.B)),
        Exact("Count", r => r.Candles.Count(c => c.Open > c.Close)),
        Exact("Contains of query", r => r.Candles.Select(c => c.Open).Contains(p.C)),
        Exact("FromSql", r => r.Raw.Where(c => c.Open >= p.A).OrderBy(c => c.Close).ThenBy(c => c.OpenTime).Select(c => c.Close)),
        Exact("FromSql Sum", r => r.Raw.Sum(c => c.Volume)),
        Exact(
            "through anonymous",
            r => r.Candles.Select(c => new { c.OpenTime, Sum = c.Open + c.High, c.Low })
                .Where(x => x.Sum > x.Low)
                .OrderBy(x => x.Sum)
                .ThenBy(x => x.OpenTime)
                .Select(x => x.OpenTime)),
        Eight(
            "product through anonymous",
            r => r.Candles.Select(c => new { c.OpenTime, c.Volume, c.Close })
                .Where(x => x.Volume > 0m)
                .OrderBy(x => x.OpenTime)
                .Select(x => new { x.OpenTime, Notional = x.Volume * x.Close, x.Close })),
        Exact("rows", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => new { c.Open, c.High, c.Low, c.Close, c.Volume })),
        Exact("nullable rows", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => new { m.TotalPnl, m.Expectancy, m.AvgWin, m.AvgLoss })),
    ];

    private static IEnumerable<AmountShape> Aggregates() =>
    [
        Exact("Sum", r => r.Candles.Sum(c => c.Open)),
        Exact("Sum of volume", r => r.Candles.Sum(c => c.Volume)),
        Exact("Sum of quote volume", r => r.Candles.Sum(c => c.QuoteVolume)),
        Exact("Sum of price and volume", r => r.Candles.Sum(c => c.Close + c.Volume)),
        Eight("Sum of price times volume", r => r.Candles.Sum(c => c.Close * c.Volume)),
        Eight("Average of quote volume", r => r.Candles.Average(c => c.QuoteVolume)),
        Exact("Max of quote volume or price", r => r.Candles.Max(c => c.QuoteVolume ?? c.Close)),
        Exact("Sum of nullable", r => r.Metrics.Sum(m => m.Expectancy)),
        Exact("Sum of empty", r => r.Candles.Where(c => c.Open > AmountGen.LargestPrice).Sum(c => c.Close)),
        Exact("Sum of empty nullable", r => r.Metrics.Where(m => m.TotalPnl > AmountGen.LargestAmount).Sum(m => m.Expectancy)),
        Exact("Sum of difference", r => r.Candles.Sum(c => c.High - c.Low)),
        Exact("Sum of negated", r => r.Candles.Sum(c => -c.Open)),
        Exact("Sum of conditional", r => r.Candles.Sum(c => c.Closed ? c.Open : -c.Close)),
        Exact("Sum of coalesce", r => r.Metrics.Sum(m => m.Expectancy ?? m.TotalPnl)),
        Exact("Sum of doubled", r => r.Candles.Sum(c => c.Open * 2)),
        Eight("Sum of product", r => r.Candles.Sum(c => c.Open * c.Close)),
        Exact("Sum of rounded quotient", r => r.Candles.Sum(c => decimal.Round(c.Open / 7m, 8))),
        Exact("Sum of projected", r => r.Candles.Select(c => c.Open).Sum()),
        Exact("Sum of distinct", r => r.Candles.Select(c => c.Open).Distinct().Sum()),
        Exact("Sum of integers as amounts", r => r.Metrics.Sum(m => (decimal)m.TotalTrades)),
        Eight("Average", r => r.Candles.Average(c => c.Open)),
        Eight("Average of volume", r => r.Candles.Average(c => c.Volume)),
        Eight("Average of nullable", r => r.Metrics.Average(m => m.Expectancy)),
        Eight("Average of empty nullable", r => r.Metrics.Where(m => m.TotalPnl > AmountGen.LargestAmount).Average(m => m.Expectancy)),
        Eight("Average of difference", r => r.Candles.Average(c => c.High - c.Low)),
        Eight("Average of integers as amounts", r => r.Metrics.Average(m => (decimal)m.TotalTrades)),
        Exact("Min", r => r.Candles.Min(c => c.Open)),
        Exact("Max", r => r.Candles.Max(c => c.Open)),
        Exact("Max of volume", r => r.Candles.Max(c => c.Volume)),
        Exact("Min of nullable", r => r.Metrics.Min(m => m.Expectancy)),
        Exact("Max of nullable", r => r.Metrics.Max(m => m.Expectancy)),
        Exact("Max of empty nullable", r => r.Metrics.Where(m => m.TotalPnl > AmountGen.LargestAmount).Max(m => m.Expectancy)),
        Exact("Min of difference", r => r.Candles.Min(c => c.High - c.Low)),
        Exact("Max of conditional", r => r.Candles.Max(c => c.Closed ? c.Open : c.Volume)),
        Exact("Max of coalesce", r => r.Metrics.Max(m => m.Expectancy ?? 0m)),
        Exact("Max of Math.Max", r => r.Candles.Max(c => Math.Max(c.Open, c.Close))),
        Exact("Max of Math.Min of three", r => r.Candles.Max(c => Math.Min(Math.Min(c.Open, c.Close), c.Low))),
        Exact(
            "arithmetic on aggregates",
            r => r.Candles.GroupBy(c => 1).Select(g => g.Max(c => c.Open) - g.Min(c => c.Open) + g.Sum(c => c.Close))),
        Exact(
            "subquery in projection",
            r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open < c.Open).Sum(o => o.Open))),
        Exact(
            "Max subquery of none",
            r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open < c.Open).Max(o => (decimal?)o.Open))),
        Eight(
            "Average subquery",
            r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open <= c.Open).Average(o => o.Close))),
    ];

    private static IEnumerable<AmountShape> Groups(AmountParameters p) =>
    [
        Exact("GroupBy amount", r => r.Candles.GroupBy(c => c.Open).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key)),
        Exact(
            "GroupBy nullable",
            r => r.Metrics.Where(m => m.Expectancy != null)
                .GroupBy(m => m.Expectancy)
                .Select(g => new { g.Key, Count = g.Count() })
                .OrderBy(x => x.Key)),
        Exact(
            "GroupBy sum", r => r.Candles.GroupBy(c => c.Open + c.Close).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key)),
        Exact("GroupBy quotient", r => r.Candles.GroupBy(c => c.Open / 7m).Select(g => g.Count()).OrderBy(count => count)),
        Exact("GroupBy negated", r => r.Candles.GroupBy(c => -c.Open).Select(g => g.Count()).OrderBy(count => count)),
        Exact(
            "GroupBy members",
            r => r.Candles.GroupBy(c => new { c.Closed, c.Open }).Select(g => new { g.Key.Closed, g.Key.Open, Sum = g.Sum(c => c.Close) })
                .OrderBy(x => x.Closed).ThenBy(x => x.Open)),
        Exact(
            "group Sum Min Max",
            r => r.Candles.GroupBy(c => c.Closed)
                .Select(
                    g => new
                    {
                        g.Key, Sum = g.Sum(c => c.Open), Min = g.Min(c => c.Low), Max = g.Max(c => c.High), Volume = g.Sum(c => c.Volume)
                    }).OrderBy(x => x.Key)),
        Eight(
            "group Average",
            r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Average = g.Average(c => c.Open) }).OrderBy(x => x.Key)),
        Exact(
            "group of nullable",
            r => r.Metrics.GroupBy(m => m.TotalTrades)
                .Select(g => new { g.Key, Sum = g.Sum(m => m.Expectancy), Min = g.Min(m => m.Expectancy), Max = g.Max(m => m.AvgWin) })
                .OrderBy(x => x.Key)),
        Eight(
            "group Average of nullable",
            r => r.Metrics.GroupBy(m => m.TotalTrades).Select(g => new { g.Key, Average = g.Average(m => m.Expectancy) })
                .OrderBy(x => x.Key)),
        Exact(
            "group filtered Sum",
            r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Sum = g.Where(c => c.Open > p.A).Sum(c => c.Close) })
                .OrderBy(x => x.Key)),
        Exact(
            "group distinct Sum",
            r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Sum = g.Select(c => c.Open).Distinct().Sum() })
                .OrderBy(x => x.Key)),
        Exact(
            "group distinct Count",
            r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Count = g.Select(c => c.Open).Distinct().Count() })
                .OrderBy(x => x.Key)),
        Exact("having Sum", r => r.Candles.GroupBy(c => c.Open).Where(g => g.Sum(c => c.Close) > p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact("having Max", r => r.Candles.GroupBy(c => c.Closed).Where(g => g.Max(c => c.Open) >= p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact(
            "having Average",
            r => r.Candles.GroupBy(c => c.Closed).Where(g => g.Average(c => c.Open) > p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact(
            "order by group Sum",
            r => r.Candles.GroupBy(c => c.Open)
                .Select(g => new { g.Key, Sum = g.Sum(c => c.Close) })
                .OrderByDescending(x => x.Sum)
                .ThenBy(x => x.Key)),
        Eight(
            "weighted average",
            r => r.Candles.Where(c => c.Volume > 0m).GroupBy(c => c.Closed)
                .Select(g => new { g.Key, Vwap = g.Sum(c => c.Close * c.Volume) / g.Sum(c => c.Volume) }).OrderBy(x => x.Key)
                .Select(x => x.Vwap)),
    ];
}
