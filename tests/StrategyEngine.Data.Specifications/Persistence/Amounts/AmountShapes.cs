using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Every way in which a query can look at amounts.</summary>
#pragma warning disable CA1305, CA1304, CA1311 // Which culture a database takes is the question.
public static class AmountShapes
{
    public static IEnumerable<AmountShape> All(AmountParameters p) =>
        [.. Conditions(p), .. Sequences(p), .. Aggregates(p), .. Groups(p), .. Values(p), .. Casts(p)];

    private static IEnumerable<AmountShape> Conditions(AmountParameters p) =>
    [
        Where("==", c => c.Open == c.Close),
        Where("!=", c => c.Open != c.Close),
        Where("<", c => c.Open < c.Close),
        Where("<=", c => c.Open <= c.Close),
        Where(">", c => c.Open > c.Close),
        Where(">=", c => c.Open >= c.Close),
        Where("amount < volume", c => c.Open < c.Volume),
        Where("amount == volume", c => c.Open == c.Volume),
        Where("== parameter", c => c.Open == p.A),
        Where("!= parameter", c => c.Open != p.A),
        Where("> parameter", c => c.Open > p.A),
        Where("<= parameter", c => c.Open <= p.A),
        Where("== nullable parameter", c => c.Open == p.Maybe),
        Where("== widened constant", c => c.Open == 1.50m || c.Open == 100.000m),
        Where("== zero", c => c.Open == 0m),
        Where("== -zero", c => c.Open == -0.0m),
        Where("> finer parameter", c => c.Open > p.Fine),
        Where("== finer parameter", c => c.Open == p.Fine),
        Where("< finer constant", c => c.Open < 0.000000005m),
        Where("between", c => c.Open >= Math.Min(p.A, p.B) && c.Open <= Math.Max(p.A, p.B)),
        Where("Contains", c => p.List.Contains(c.Open)),
        Where("Contains of constants", c => new[] { 0m, 1.50m, 2.5m }.Contains(c.Open)),
        Where("!Contains", c => !p.List.Contains(c.Open)),
        Where("Contains of one parameter", c => EF.Parameter(p.List).Contains(c.Open), c => p.List.Contains(c.Open)),
        Where("Contains of given constants", c => EF.Constant(p.List).Contains(c.Open), c => p.List.Contains(c.Open)),
        Where("Contains of columns", c => new[] { c.High, c.Low, p.A }.Contains(c.Open)),
        Where("Any of list", c => p.List.Any(item => item > c.Open)),
        Where("Count of list", c => p.List.Count(item => item == c.Open) > 1),
        Where("Equals", c => c.Open.Equals(c.Close)),
        Where("Equals object", c => Equals(c.Open, c.Close)),
        Where("CompareTo", c => c.Open.CompareTo(p.A) > 0),
        Where("decimal.Compare", c => decimal.Compare(c.Open, c.Close) < 0),
        Where("+ compared", c => c.Open + c.High > c.Low - c.Close),
        Where("+ ==", c => c.Open + c.High == c.High + c.Open),
        Where("- == 0", c => c.Open - c.Close == 0m),
        Where("unary minus ==", c => -c.Open == c.Close),
        Where("unary minus == 0", c => -c.Open == 0m),
        Where("* compared", c => c.Open * 2m > c.Close),
        Where("* by an integer ==", c => c.Open * 2 == c.Open + c.Open),
        Where("/ compared", c => c.Close != 0m && c.Open / c.Close > 1m),
        Where("/ ==", c => c.Open / 7m * 7m == c.Open),
        Where("nested", c => (c.Open - c.Low) * 3m - (c.High - c.Close) >= p.B),
        Where("conditional", c => (c.Closed ? c.Open : c.Close) > p.A),
        Where("Math.Max compared", c => Math.Max(c.Open, c.Close) > p.A),
        Where("Math.Min ==", c => Math.Min(c.Open, c.Close) == c.Open),
        Where("Math.Abs compared", c => Math.Abs(c.Open) > Math.Abs(c.Close)),
        Where("Math.Round ==", c => Math.Round(c.Open, 2) == c.Open),
        Where("Math.Round to even", c => Math.Round(c.Open) == 2m),
        Where("Math.Truncate ==", c => Math.Truncate(c.Open) == c.Open),
        Where("Math.Sign", c => Math.Sign(c.Open) < 0),
        Where("%", c => c.Open % 2m == 0m),
        Where("ToString", c => c.Open.ToString() == "1.5"),
        Where("ToString of format", c => c.Open.ToString("0.0") == "1.5"),
        Where("concatenation", c => "x" + c.Open == "x1.5"),
        Where("interpolation", c => $"{c.Open}" == "1.5"),
        Where("Convert.ToString", c => Convert.ToString(c.Open) == "1.5"),
        Where("StartsWith", c => c.Open.ToString().StartsWith("1x")),
        Where("LIKE", c => EF.Functions.Like(c.Open.ToString(), "1%"), c => c.Open.ToString().StartsWith('1')),
        Where("EF.Constant", c => c.Open == EF.Constant(p.A), c => c.Open == p.A),
        Where("EF.Property", c => EF.Property<decimal>(c, "Open") > p.A, c => c.Open > p.A),
        Where("Length", c => c.Open.ToString().Length > 3),
        Where("string.Join", c => string.Join(",", new object[] { c.Open, c.Close }) == "1.5,1.5"),
        Where("Hash", c => c.Open.GetHashCode() == p.A.GetHashCode()),
        Where("IsInteger", c => decimal.IsInteger(c.Open)),
        Where("IsNegative", c => decimal.IsNegative(c.Open)),
        Where("subquery", r => c => c.Open > r.Candles.Average(other => other.Open)),
        Where("subquery of Max", r => c => c.Open == r.Candles.Max(other => other.Open)),
        Where("subquery of Sum", r => c => c.Open < r.Candles.Where(other => other.Close < c.Close).Sum(other => other.Open)),
        Where("subquery of Contains", r => c => r.Candles.Select(other => other.Close).Contains(c.Open)),
        Where("subquery of Any", r => c => r.Candles.Any(other => other.Close == c.Open && other.OpenTime != c.OpenTime)),
        Where("subquery of All", r => c => r.Candles.All(other => other.Close <= c.Open)),
        Where("subquery of Contains nullable", r => c => r.Metrics.Select(m => m.AvgWin).Contains(c.Open)),
        WhereMetrics("null ==", m => m.Expectancy == null),
        WhereMetrics("nullable ==", m => m.Expectancy == m.AvgWin),
        WhereMetrics("nullable !=", m => m.Expectancy != m.AvgWin),
        WhereMetrics("nullable <", m => m.Expectancy < m.AvgWin),
        WhereMetrics("nullable !<", m => !(m.Expectancy < m.AvgWin)),
        WhereMetrics("nullable >= parameter", m => m.Expectancy >= p.A),
        WhereMetrics("nullable == parameter", m => m.Expectancy == p.A),
        WhereMetrics("nullable Contains", m => p.List.Contains(m.Expectancy ?? 0m)),
        WhereMetrics("nullable list Contains", m => new decimal?[] { null, p.A }.Contains(m.Expectancy)),
        WhereMetrics("coalesce ==", m => (m.Expectancy ?? m.AvgWin ?? 0m) == p.A),
        WhereMetrics("coalesce <", m => (m.Expectancy ?? m.TotalPnl) < p.A),
        WhereMetrics("GetValueOrDefault", m => m.Expectancy.GetValueOrDefault() <= m.TotalPnl),
        WhereMetrics("HasValue and Value", m => m.Expectancy.HasValue && m.Expectancy.Value > p.A),
        WhereMetrics("from integer", m => m.TotalTrades == m.TotalPnl),
        WhereMetrics("from integer compared", m => m.TotalTrades > m.TotalPnl),
        WhereMetrics("from integer added", m => m.TotalPnl + m.TotalTrades > p.A),
        WhereMetrics("from double", m => (decimal?)m.SharpeRatio == m.Expectancy),
        WhereMetrics("nullable ToString", m => m.Expectancy.ToString() == "1.5"),
    ];

    private static IEnumerable<AmountShape> Sequences(AmountParameters p) =>
    [
        Exact("OrderBy", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.Open)),
        Exact("OrderByDescending", r => r.Candles.OrderByDescending(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("ThenBy", r => r.Candles.OrderBy(c => c.Closed).ThenBy(c => c.Open).ThenByDescending(c => c.Volume).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("OrderBy of nullable", r => r.Metrics.Where(m => m.Expectancy != null).OrderBy(m => m.Expectancy).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact("OrderBy of null", r => r.Metrics.OrderBy(m => m.Expectancy).ThenByDescending(m => m.AvgWin).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact("OrderByDescending of null", r => r.Metrics.OrderByDescending(m => m.Expectancy).ThenBy(m => m.AvgWin).ThenBy(m => m.StartDate).Select(m => m.StartDate).Skip(1).Take(7)),
        Exact("distinct of null in a group", r => r.Metrics.GroupBy(m => m.Period).Select(g => g.Select(m => m.Expectancy).Distinct().Count())),
        Exact("OrderBy of coalesce", r => r.Metrics.OrderBy(m => m.Expectancy ?? m.AvgWin ?? 0m).ThenBy(m => m.StartDate).Select(m => m.StartDate)),
        Exact("OrderBy of conditional", r => r.Candles.OrderBy(c => c.Closed ? c.Open : c.Volume).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("OrderBy of sum", r => r.Candles.OrderBy(c => c.Open + c.Close).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("OrderBy of subquery", r => r.Candles.OrderBy(c => r.Candles.Where(o => o.Close <= c.Close).Sum(o => o.Open)).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("Order", r => r.Candles.Select(c => c.Open).Order()),
        Exact("OrderBy Take", r => r.Candles.OrderByDescending(c => c.Volume).ThenBy(c => c.OpenTime).Take(3).Select(c => c.OpenTime)),
        Exact("OrderBy Skip", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Skip(4).Take(4).Select(c => c.Close)),
        Exact("OrderBy First", r => r.Candles.OrderBy(c => c.Low).ThenBy(c => c.OpenTime).First().OpenTime),
        Exact("Last", r => r.Candles.OrderBy(c => c.Low).ThenBy(c => c.OpenTime).Last().OpenTime),
        Exact("Take then OrderBy", r => r.Candles.OrderBy(c => c.OpenTime).Take(6).OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime)),
        Exact("ordered first of each", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Closed == c.Closed).OrderByDescending(o => o.High).ThenBy(o => o.OpenTime).Select(o => o.High).First())),
        Exact("first of group", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, High = g.OrderByDescending(c => c.High).ThenBy(c => c.OpenTime).Select(c => c.High).First() }).OrderBy(x => x.Key)),
        Exact("Reverse", r => r.Candles.OrderBy(c => c.Open).ThenBy(c => c.OpenTime).Reverse().Select(c => c.OpenTime)),
        Exact("Distinct", r => r.Candles.Select(c => c.Open).Distinct().OrderBy(amount => amount)),
        Exact("Distinct Count", r => r.Candles.Select(c => c.Open).Distinct().Count()),
        Exact("Distinct of sum", r => r.Candles.Select(c => c.Open + c.Close).Distinct().Count()),
        Exact("Distinct of negated", r => r.Candles.Select(c => -c.Open).Distinct().Count()),
        Exact("Distinct of difference", r => r.Candles.Select(c => c.Open - c.Close).Distinct().Count()),
        Exact("Distinct of quotient", r => r.Candles.Select(c => c.Open / 7m).Distinct().Count()),
        Exact("Distinct of coalesce", r => r.Metrics.Select(m => m.Expectancy ?? 0m).Distinct().OrderBy(a => a)),
        Exact("Distinct of members", r => r.Candles.Select(c => new { c.Open, c.Closed }).Distinct().OrderBy(c => c.Open).ThenBy(c => c.Closed)),
        Exact("Distinct of integers and amounts", r => r.Metrics.Select(m => (decimal)m.TotalTrades).Concat(r.Metrics.Select(m => m.TotalPnl)).Distinct().Count()),
        Exact("Union", r => r.Candles.Select(c => c.Open).Union(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact("Union of other column", r => r.Candles.Select(c => c.Open).Union(r.Candles.Select(c => c.Volume)).OrderBy(a => a)),
        Exact("Concat", r => r.Candles.Select(c => c.Open).Concat(r.Metrics.Select(m => m.TotalPnl)).OrderBy(a => a)),
        Exact("Intersect", r => r.Candles.Select(c => c.Open).Intersect(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact("Except", r => r.Candles.Select(c => c.Open).Except(r.Candles.Select(c => c.Close)).OrderBy(a => a)),
        Exact("Join", r => r.Candles.Join(r.Metrics, c => c.Open, m => m.TotalPnl, (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact("Join on nullable", r => r.Candles.Join(r.Metrics, c => (decimal?)c.Open, m => m.Expectancy, (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact("Join on sum", r => r.Candles.Join(r.Candles, c => c.Open + 0m, o => o.Close, (c, o) => new { c.OpenTime, Other = o.OpenTime }).OrderBy(x => x.OpenTime).ThenBy(x => x.Other)),
        Exact("Join on members", r => r.Candles.Join(r.Metrics, c => new { Amount = c.Open, c.Closed }, m => new { Amount = m.TotalPnl, Closed = m.TotalTrades > 1 }, (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact("SelectMany by comparison", r => r.Candles.SelectMany(c => r.Metrics.Where(m => m.TotalPnl >= c.Open), (c, m) => new { c.OpenTime, m.StartDate }).OrderBy(x => x.OpenTime).ThenBy(x => x.StartDate)),
        Exact("Join of list", r => r.Candles.Join(p.List, c => c.Open, a => a, (c, a) => c.OpenTime).OrderBy(x => x)),
        Exact("list over rows", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => p.List.Where(a => a < c.Open).Count())),
        Exact("All", r => r.Candles.All(c => c.Open <= p.A)),
        Exact("Any", r => r.Candles.Any(c => c.Open == p.B)),
        Exact("Count", r => r.Candles.Count(c => c.Open > c.Close)),
        Exact("Contains of query", r => r.Candles.Select(c => c.Open).Contains(p.C)),
        Exact("FromSql", r => r.Raw.Where(c => c.Open >= p.A).OrderBy(c => c.Close).ThenBy(c => c.OpenTime).Select(c => c.Close)),
        Exact("FromSql Sum", r => r.Raw.Sum(c => c.Volume)),
        Exact("through anonymous", r => r.Candles.Select(c => new { c.OpenTime, Sum = c.Open + c.High, c.Low }).Where(x => x.Sum > x.Low).OrderBy(x => x.Sum).ThenBy(x => x.OpenTime).Select(x => x.OpenTime)),
        Eight("product through anonymous", r => r.Candles.Select(c => new { c.OpenTime, c.Volume, c.Close }).Where(x => x.Volume > 0m).OrderBy(x => x.OpenTime).Select(x => new { x.OpenTime, Notional = x.Volume * x.Close, x.Close })),
        Exact("rows", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => new { c.Open, c.High, c.Low, c.Close, c.Volume })),
        Exact("nullable rows", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => new { m.TotalPnl, m.Expectancy, m.AvgWin, m.AvgLoss })),
    ];

    private static IEnumerable<AmountShape> Aggregates(AmountParameters p) =>
    [
        Exact("Sum", r => r.Candles.Sum(c => c.Open)),
        Exact("Sum of volume", r => r.Candles.Sum(c => c.Volume)),
        Exact("Sum of nullable", r => r.Metrics.Sum(m => m.Expectancy)),
        Exact("Sum of empty", r => r.Candles.Where(c => c.Open > AmountGen.LargestAmount).Sum(c => c.Close)),
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
        Exact("arithmetic on aggregates", r => r.Candles.GroupBy(c => 1).Select(g => g.Max(c => c.Open) - g.Min(c => c.Open) + g.Sum(c => c.Close))),
        Exact("subquery in projection", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open < c.Open).Sum(o => o.Open))),
        Exact("Max subquery of none", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open < c.Open).Max(o => (decimal?)o.Open))),
        Eight("Average subquery", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => r.Candles.Where(o => o.Open <= c.Open).Average(o => o.Close))),
    ];

    private static IEnumerable<AmountShape> Groups(AmountParameters p) =>
    [
        Exact("GroupBy amount", r => r.Candles.GroupBy(c => c.Open).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key)),
        Exact("GroupBy nullable", r => r.Metrics.Where(m => m.Expectancy != null).GroupBy(m => m.Expectancy).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key)),
        Exact("GroupBy sum", r => r.Candles.GroupBy(c => c.Open + c.Close).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key)),
        Exact("GroupBy quotient", r => r.Candles.GroupBy(c => c.Open / 7m).Select(g => g.Count()).OrderBy(count => count)),
        Exact("GroupBy negated", r => r.Candles.GroupBy(c => -c.Open).Select(g => g.Count()).OrderBy(count => count)),
        Exact("GroupBy members", r => r.Candles.GroupBy(c => new { c.Closed, c.Open }).Select(g => new { g.Key.Closed, g.Key.Open, Sum = g.Sum(c => c.Close) }).OrderBy(x => x.Closed).ThenBy(x => x.Open)),
        Exact("group Sum Min Max", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Sum = g.Sum(c => c.Open), Min = g.Min(c => c.Low), Max = g.Max(c => c.High), Volume = g.Sum(c => c.Volume) }).OrderBy(x => x.Key)),
        Eight("group Average", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Average = g.Average(c => c.Open) }).OrderBy(x => x.Key)),
        Exact("group of nullable", r => r.Metrics.GroupBy(m => m.TotalTrades).Select(g => new { g.Key, Sum = g.Sum(m => m.Expectancy), Min = g.Min(m => m.Expectancy), Max = g.Max(m => m.AvgWin) }).OrderBy(x => x.Key)),
        Eight("group Average of nullable", r => r.Metrics.GroupBy(m => m.TotalTrades).Select(g => new { g.Key, Average = g.Average(m => m.Expectancy) }).OrderBy(x => x.Key)),
        Exact("group filtered Sum", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Sum = g.Where(c => c.Open > p.A).Sum(c => c.Close) }).OrderBy(x => x.Key)),
        Exact("group distinct Sum", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Sum = g.Select(c => c.Open).Distinct().Sum() }).OrderBy(x => x.Key)),
        Exact("group distinct Count", r => r.Candles.GroupBy(c => c.Closed).Select(g => new { g.Key, Count = g.Select(c => c.Open).Distinct().Count() }).OrderBy(x => x.Key)),
        Exact("having Sum", r => r.Candles.GroupBy(c => c.Open).Where(g => g.Sum(c => c.Close) > p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact("having Max", r => r.Candles.GroupBy(c => c.Closed).Where(g => g.Max(c => c.Open) >= p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact("having Average", r => r.Candles.GroupBy(c => c.Closed).Where(g => g.Average(c => c.Open) > p.A).Select(g => g.Key).OrderBy(x => x)),
        Exact("order by group Sum", r => r.Candles.GroupBy(c => c.Open).Select(g => new { g.Key, Sum = g.Sum(c => c.Close) }).OrderByDescending(x => x.Sum).ThenBy(x => x.Key)),
        Eight("weighted average", r => r.Candles.Where(c => c.Volume > 0m).GroupBy(c => c.Closed).Select(g => new { g.Key, Vwap = g.Sum(c => c.Close * c.Volume) / g.Sum(c => c.Volume) }).OrderBy(x => x.Key).Select(x => x.Vwap)),
    ];

    private static IEnumerable<AmountShape> Values(AmountParameters p) =>
    [
        .. Value("+", AmountPromise.Exact, c => c.Open + c.Close),
        .. Value("-", AmountPromise.Exact, c => c.Open - c.Close),
        .. Value("+ of volume", AmountPromise.Exact, c => c.Open + c.Volume),
        .. Value("+ parameter", AmountPromise.Exact, c => c.Open + p.A),
        .. Value("- constant", AmountPromise.Exact, c => c.Open - 0.00000001m),
        .. Value("- from parameter", AmountPromise.Exact, c => p.A - c.Open),
        .. Value("unary minus", AmountPromise.Exact, c => -c.Open),
        .. Value("unary plus", AmountPromise.Exact, c => +c.Open),
        .. Value("+ of many", AmountPromise.Exact, c => c.Open + c.High + c.Low + c.Close - c.Volume),
        .. Value("* integer", AmountPromise.Exact, c => c.Open * 3),
        .. Value("*", AmountPromise.EightDecimals, c => c.Open * c.Close),
        .. Value("* parameter", AmountPromise.EightDecimals, c => c.Open * p.A),
        .. Value("* constant", AmountPromise.EightDecimals, c => c.Open * 0.001m),
        .. Value("* volume", AmountPromise.EightDecimals, c => c.Close * c.Volume),
        .. Value("* of three", AmountPromise.EightDecimals, c => c.Open * c.Close * 0.5m),
        .. Value("/", AmountPromise.EightDecimals, c => c.Close == 0m ? 0m : c.Open / c.Close),
        .. Value("/ constant", AmountPromise.EightDecimals, c => c.Open / 3m),
        .. Value("/ of parameter", AmountPromise.EightDecimals, c => c.Close == 0m ? 0m : p.A / c.Close),
        .. Value("/ volume", AmountPromise.EightDecimals, c => c.Volume == 0m ? 0m : c.Close / c.Volume),
        .. Value("change", AmountPromise.EightDecimals, c => c.Open == 0m ? 0m : (c.Close - c.Open) / c.Open * 100m),
        .. Value("% constant", AmountPromise.Exact, c => c.Open % 0.7m),
        .. Value("% column", AmountPromise.Exact, c => c.Close == 0m ? 0m : c.Open % c.Close),
        .. Value("Math.Abs", AmountPromise.Exact, c => Math.Abs(c.Open)),
        .. Value("decimal.Abs", AmountPromise.Exact, c => decimal.Abs(c.Open)),
        .. Value("Math.Round", AmountPromise.Exact, c => Math.Round(c.Open)),
        .. Value("Math.Round to 2", AmountPromise.Exact, c => Math.Round(c.Open, 2)),
        .. Value("Math.Round to 7", AmountPromise.Exact, c => Math.Round(c.Open, 7)),
        .. Value("Math.Round away", AmountPromise.Exact, c => Math.Round(c.Open, 2, MidpointRounding.AwayFromZero)),
        .. Value("Math.Round of product", AmountPromise.Exact, c => Math.Round(c.Open * 0.5m, 8)),
        .. Value("decimal.Round", AmountPromise.Exact, c => decimal.Round(c.Open, 2)),
        .. Value("Math.Floor", AmountPromise.Exact, c => Math.Floor(c.Open)),
        .. Value("decimal.Floor", AmountPromise.Exact, c => decimal.Floor(c.Open)),
        .. Value("Math.Ceiling", AmountPromise.Exact, c => Math.Ceiling(c.Open)),
        .. Value("decimal.Ceiling", AmountPromise.Exact, c => decimal.Ceiling(c.Open)),
        .. Value("Math.Truncate", AmountPromise.Exact, c => Math.Truncate(c.Open)),
        .. Value("decimal.Truncate", AmountPromise.Exact, c => decimal.Truncate(c.Open)),
        .. Value("Math.Sign", AmountPromise.Exact, c => Math.Sign(c.Open)),
        .. Value("Math.Max", AmountPromise.Exact, c => Math.Max(c.Open, c.Close)),
        .. Value("Math.Min", AmountPromise.Exact, c => Math.Min(c.Open, p.A)),
        .. Value("Math.Max of volume", AmountPromise.Exact, c => Math.Max(c.Open, c.Volume)),
        .. Value("decimal.Max", AmountPromise.Exact, c => decimal.Max(c.Open, c.Close)),
        .. Value("Math.Clamp", AmountPromise.Exact, c => Math.Clamp(c.Open, -1m, 1m)),
        .. Value("decimal.Add", AmountPromise.Exact, c => decimal.Add(c.Open, c.Close)),
        .. Value("decimal.Multiply", AmountPromise.EightDecimals, c => decimal.Multiply(c.Open, c.Close)),
        .. Value("decimal.Negate", AmountPromise.Exact, c => decimal.Negate(c.Open)),
        .. Value("decimal.Remainder", AmountPromise.Exact, c => decimal.Remainder(c.Open, 3m)),
        .. Value("conditional value", AmountPromise.Exact, c => c.Open > c.Close ? c.Open : c.Close),
        .. Value("conditional of scales", AmountPromise.Exact, c => c.Closed ? c.Open : 1.500m),
        .. Value("conditional integer", AmountPromise.Exact, c => c.Closed ? c.Open : 1),
        .. Value("EF.Functions.Greatest", AmountPromise.Exact, c => Math.Max(Math.Max(c.Open, c.High), Math.Max(c.Low, c.Close))),
        Exact("nullable +", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy + m.AvgWin)),
        Exact("nullable - negated", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => -m.Expectancy)),
        Eight("nullable *", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy * m.AvgWin)),
        Exact("nullable coalesce", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy ?? m.AvgWin ?? 0m)),
        Exact("nullable from integer", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.TotalPnl + m.TotalTrades)),
        Exact("integer or amount", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.TotalTrades > 1 ? m.TotalTrades : m.TotalPnl)),
    ];

    private static IEnumerable<AmountShape> Casts(AmountParameters p) =>
    [
        .. Cast("(double)", AmountPromise.Binary, c => (double)c.Open, c => (double)c.Open > (double)c.Close * 1.5),
        .. Cast("(double) volume", AmountPromise.Binary, c => (double)c.Volume, c => (double)c.Volume >= 1e19),
        .. Cast("(float)", AmountPromise.SingleBinary, c => (float)c.Open, c => (float)c.Open > 1f),
        .. Cast("(int)", AmountPromise.Exact, c => (int)(c.Open % 1000m), c => (int)(c.Open % 1000m) == 2),
        .. Cast("(int) of all", AmountPromise.Exact, c => (int)c.Open, c => (int)c.Open == 2),
        .. Cast("(long)", AmountPromise.Exact, c => (long)c.Open, c => (long)c.Open == 2L),
        .. Cast("(short)", AmountPromise.Exact, c => (short)(c.Open % 100m), c => (short)(c.Open % 100m) == 2),
        .. Cast("(byte)", AmountPromise.Exact, c => (byte)Math.Abs(c.Open % 100m), c => (byte)(c.Open % 2m + 2m) == 2),
        .. Cast("(decimal)(double)", AmountPromise.Binary, c => (decimal)(double)c.Open, c => (decimal)(double)c.Open > c.Close + 1m),
        .. Cast("(decimal)(int)", AmountPromise.Exact, c => (decimal)(int)(c.Open % 1000m), c => (decimal)(int)(c.Open % 1000m) == c.Open),
        .. Cast("(decimal)(long)", AmountPromise.Exact, c => (decimal)(long)c.Open, c => (long)c.Open == c.Open),
        .. Cast("Convert.ToDouble", AmountPromise.Binary, c => Convert.ToDouble(c.Open), c => Convert.ToDouble(c.Open) > 1.0),
        .. Cast("Convert.ToInt32", AmountPromise.Exact, c => Convert.ToInt32(c.Open % 1000m), c => Convert.ToInt32(c.Open % 1000m) == 2),
        .. Cast("Convert.ToInt32 of half", AmountPromise.Exact, c => Convert.ToInt32((c.Open % 1000m) / 2m), c => Convert.ToInt32((c.Open % 1000m) / 2m) == 2),
        .. Cast("Convert.ToInt32 nullable", AmountPromise.Exact, c => Convert.ToInt32((decimal?)(Math.Floor(c.Open % 1000m) + 0.5m)), c => Convert.ToInt32((decimal?)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        .. Cast("Convert.ToInt32 boxed", AmountPromise.Exact, c => Convert.ToInt32((object)(Math.Floor(c.Open % 1000m) + 0.5m)), c => Convert.ToInt32((object)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        Exact("Convert.ToInt32 of null", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => Convert.ToInt32(m.Expectancy))),
        WhereMetrics("Convert.ToDecimal of null", m => Convert.ToDecimal(m.Expectancy) == 0m),
        WhereMetrics("Convert.ToDouble of null", m => Convert.ToDouble(m.Expectancy) == 0.0),
        WhereMetrics("Convert.ToInt32 of null double", m => Convert.ToInt32((double?)m.AvgWin * 0.0) == 0),
        WhereMetrics("Convert.ToInt64 of null integer", m => Convert.ToInt64((long?)m.AvgWin * 0L) == 0L),
        WhereMetrics("Convert.ToInt64 of object", m => Convert.ToInt64(m.TotalPnl as object) == 0L),
        .. Cast("(short) of all", AmountPromise.Exact, c => (short)c.Open, c => (short)c.Open == 2),
        .. Cast("division by zero", AmountPromise.Binary, c => (double)(1m / Math.Floor(c.Open)), c => 1m / Math.Floor(c.Open) > 2m),
        Exact("sum of Convert.ToInt32", r => r.Metrics.Sum(m => Convert.ToInt32(m.Expectancy))),
        .. Cast("(int)(double)", AmountPromise.Exact, c => (int)(double)(Math.Floor(c.Open % 1000m) + 0.75m), c => (int)(double)(Math.Floor(c.Open % 1000m) + 0.5m) == 2),
        .. Cast("(int)(float)", AmountPromise.Exact, c => (int)(float)(Math.Floor(c.Open % 1000m) + 0.75m), c => (int)(float)(Math.Floor(c.Open % 1000m) + 0.5m) == 2),
        .. Cast("(long) of double arithmetic", AmountPromise.Exact, c => (long)((double)(Math.Floor(c.Open % 1000m) + 0.5m) * 1.0), c => (long)((double)(Math.Floor(c.Open % 1000m) + 0.5m) * 1.0) == 2),
        .. Cast("Math.Round of double", AmountPromise.Binary, c => Math.Round((double)(Math.Floor(c.Open % 1000m) + 0.5m)), c => Math.Round((double)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        .. Cast("Convert.ToInt64", AmountPromise.Exact, c => Convert.ToInt64(c.Open), c => Convert.ToInt64(c.Open) == 2),
        .. Cast("Convert.ToDecimal", AmountPromise.Exact, c => Convert.ToDecimal(c.Open), c => Convert.ToDecimal(c.Open) == c.Close),
        .. Cast("Convert.ToBoolean", AmountPromise.Exact, c => Convert.ToBoolean(c.Open), c => Convert.ToBoolean(c.Open)),
        .. Cast("decimal.ToInt32", AmountPromise.Exact, c => decimal.ToInt32(c.Open % 1000m), c => decimal.ToInt32(c.Open % 1000m) == 2),
        .. Cast("decimal.ToDouble", AmountPromise.Binary, c => decimal.ToDouble(c.Open), c => decimal.ToDouble(c.Open) > 1.0),
        .. Cast("Math.Pow", AmountPromise.Binary, c => Math.Pow((double)c.Open, 2), c => Math.Pow((double)c.Open, 2) > 4.5),
        .. Cast("Math.Sqrt", AmountPromise.Binary, c => Math.Sqrt((double)Math.Abs(c.Open)), c => c.Open > 0m && Math.Sqrt((double)c.Open) > 1.5),
        .. Cast("Math.Log", AmountPromise.Binary, c => c.Open > 0m ? Math.Log((double)c.Open) : 0, c => c.Open > 0m && Math.Log((double)c.Open) > 0.1),
        .. Cast("double arithmetic", AmountPromise.Binary, c => (double)c.Open * 0.5, c => (double)c.Open * 0.5 > 0.3),
        Binary("Sum of doubles", r => r.Candles.Where(c => c.Open > 0m).Sum(c => (double)c.Open)),
        Binary("Average of doubles", r => r.Candles.Where(c => c.Open > 0m).Average(c => (double)c.Open)),
        Binary("Max of doubles", r => r.Candles.Max(c => (double)c.Open)),
        Binary("double to amount", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => (decimal?)m.SharpeRatio + m.TotalPnl)),
    ];

    private static AmountShape Exact(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.Exact, run);

    private static AmountShape Eight(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.EightDecimals, run);

    private static AmountShape Binary(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.Binary, run);

    private static AmountShape Where(string name, Expression<Func<Candle, bool>> condition) => Where(name, _ => condition);

    private static AmountShape Where(string name, Expression<Func<Candle, bool>> condition, Expression<Func<Candle, bool>> inMemory) =>
        Where(name, condition) with { InMemory = Where(name, inMemory).Run };

    private static AmountShape Where(string name, Func<AmountRows, Expression<Func<Candle, bool>>> condition) =>
        Exact($"where {name}", r => r.Candles.Where(condition(r)).OrderBy(c => c.OpenTime).Select(c => c.OpenTime));

    private static AmountShape WhereMetrics(string name, Expression<Func<PerformanceMetrics, bool>> condition) =>
        Exact($"where {name}", r => r.Metrics.Where(condition).OrderBy(m => m.StartDate).Select(m => m.StartDate));

    /// <summary>An amount that is computed: as a result, and where the program cannot compute it in the database's place.</summary>
    private static IEnumerable<AmountShape> Value<T>(string name, AmountPromise promise, Expression<Func<Candle, T>> value)
        where T : struct
    {
        yield return new($"select {name}", promise, r => r.Candles.OrderBy(c => c.OpenTime).Select(value));
        yield return new($"max of {name}", promise, r => r.Candles.Max(value));
        if (promise != AmountPromise.Exact)
            yield break;
        yield return new($"order by {name}", promise, r => r.Candles.OrderBy(value).ThenBy(c => c.OpenTime).Select(c => c.OpenTime));
        yield return new($"distinct {name}", promise, r => r.Candles.Select(value).Distinct().Count());
        yield return new($"group by {name}", promise, r => r.Candles.GroupBy(value).Select(g => g.Count()).OrderBy(count => count));
    }

    private static IEnumerable<AmountShape> Cast<T>(string name, AmountPromise promise, Expression<Func<Candle, T>> value, Expression<Func<Candle, bool>> condition)
    {
        yield return new($"select {name}", promise, r => r.Candles.OrderBy(c => c.OpenTime).Select(value));
        yield return Where(name, condition);
        if (promise != AmountPromise.Exact)
            yield break; // Neighbours may change places in the last bit.
        yield return new($"order by {name}", AmountPromise.Exact, r => r.Candles.OrderBy(value).ThenBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime));
    }
}
