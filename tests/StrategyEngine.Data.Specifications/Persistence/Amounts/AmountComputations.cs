using System.Linq.Expressions;

using StrategyEngine.Data.Model;

using static StrategyEngine.Data.Specifications.Amounts.AmountShape;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Amounts that the database computes, and amounts that become numbers of another type.</summary>
#pragma warning disable CA1305, CA1304, CA1311 // Which culture a database takes is the question.
internal static class AmountComputations
{
    public static IEnumerable<AmountShape> All(AmountParameters p) => [.. Values(p), .. Casts()];

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
        .. Value("* of prices and +", AmountPromise.EightDecimals, c => c.Open * c.Close + c.High),
        .. Value("* of volumes", AmountPromise.EightDecimals, c => c.Volume * c.Volume),
        .. Value("/ of volumes", AmountPromise.EightDecimals, c => c.Volume == 0m ? 0m : (c.QuoteVolume ?? 0m) / c.Volume),
        .. Value("/ by price", AmountPromise.EightDecimals, c => c.Close == 0m ? 0m : c.Volume / c.Close),
        .. Value("- of volume", AmountPromise.Exact, c => c.Volume - c.Open),
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
        .. Value("Math.Round to 11", AmountPromise.Exact, c => Math.Round(c.Open, 11)),
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
        Exact("nullable quote volume", r => r.Candles.OrderBy(c => c.OpenTime).Select(c => c.QuoteVolume - c.Volume)),
        Exact("nullable +", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy + m.AvgWin)),
        Exact("nullable - negated", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => -m.Expectancy)),
        Eight("nullable *", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy * m.AvgWin)),
        Exact("nullable coalesce", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.Expectancy ?? m.AvgWin ?? 0m)),
        Exact("nullable from integer", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.TotalPnl + m.TotalTrades)),
        Exact("integer or amount", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => m.TotalTrades > 1 ? m.TotalTrades : m.TotalPnl)),
    ];

    private static IEnumerable<AmountShape> Casts() =>
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
        .. Cast(
            "Convert.ToInt32 of half",
            AmountPromise.Exact,
            c => Convert.ToInt32((c.Open % 1000m) / 2m),
            c => Convert.ToInt32((c.Open % 1000m) / 2m) == 2),
        .. Cast(
            "Convert.ToInt32 nullable",
            AmountPromise.Exact,
            c => Convert.ToInt32((decimal?)(Math.Floor(c.Open % 1000m) + 0.5m)),
            c => Convert.ToInt32((decimal?)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        .. Cast(
            "Convert.ToInt32 boxed",
            AmountPromise.Exact,
            c => Convert.ToInt32((object)(Math.Floor(c.Open % 1000m) + 0.5m)),
            c => Convert.ToInt32((object)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        Exact("Convert.ToInt32 of null", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => Convert.ToInt32(m.Expectancy))),
        WhereMetrics("Convert.ToDecimal of null", m => Convert.ToDecimal(m.Expectancy) == 0m),
        WhereMetrics("Convert.ToDouble of null", m => Convert.ToDouble(m.Expectancy) == 0.0),
        WhereMetrics("Convert.ToInt32 of null double", m => Convert.ToInt32((double?)m.AvgWin * 0.0) == 0),
        WhereMetrics("Convert.ToInt64 of null integer", m => Convert.ToInt64((long?)m.AvgWin * 0L) == 0L),
        WhereMetrics("Convert.ToInt64 of object", m => Convert.ToInt64(m.TotalPnl as object) == 0L),
        .. Cast("(short) of all", AmountPromise.Exact, c => (short)c.Open, c => (short)c.Open == 2),
        .. Cast("division by zero", AmountPromise.Binary, c => (double)(1m / Math.Floor(c.Open)), c => 1m / Math.Floor(c.Open) > 2m),
        Exact("sum of Convert.ToInt32", r => r.Metrics.Sum(m => Convert.ToInt32(m.Expectancy))),
        .. Cast(
            "(int)(double)",
            AmountPromise.Exact,
            c => (int)(double)(Math.Floor(c.Open % 1000m) + 0.75m),
            c => (int)(double)(Math.Floor(c.Open % 1000m) + 0.5m) == 2),
        .. Cast(
            "(int)(float)",
            AmountPromise.Exact,
            c => (int)(float)(Math.Floor(c.Open % 1000m) + 0.75m),
            c => (int)(float)(Math.Floor(c.Open % 1000m) + 0.5m) == 2),
        .. Cast(
            "(long) of double arithmetic",
            AmountPromise.Exact,
            c => (long)((double)(Math.Floor(c.Open % 1000m) + 0.5m) * 1.0),
            c => (long)((double)(Math.Floor(c.Open % 1000m) + 0.5m) * 1.0) == 2),
        .. Cast(
            "Math.Round of double",
            AmountPromise.Binary,
            c => Math.Round((double)(Math.Floor(c.Open % 1000m) + 0.5m)),
            c => Math.Round((double)(Math.Floor(c.Open % 1000m) + 0.5m)) == 2),
        .. Cast("Convert.ToInt64", AmountPromise.Exact, c => Convert.ToInt64(c.Open), c => Convert.ToInt64(c.Open) == 2),
        .. Cast("Convert.ToDecimal", AmountPromise.Exact, c => Convert.ToDecimal(c.Open), c => Convert.ToDecimal(c.Open) == c.Close),
        .. Cast("Convert.ToBoolean", AmountPromise.Exact, c => Convert.ToBoolean(c.Open), c => Convert.ToBoolean(c.Open)),
        .. Cast("decimal.ToInt32", AmountPromise.Exact, c => decimal.ToInt32(c.Open % 1000m), c => decimal.ToInt32(c.Open % 1000m) == 2),
        .. Cast("decimal.ToDouble", AmountPromise.Binary, c => decimal.ToDouble(c.Open), c => decimal.ToDouble(c.Open) > 1.0),
        .. Cast("Math.Pow", AmountPromise.Binary, c => Math.Pow((double)c.Open, 2), c => Math.Pow((double)c.Open, 2) > 4.5),
        .. Cast(
            "Math.Sqrt",
            AmountPromise.Binary,
            c => Math.Sqrt((double)Math.Abs(c.Open)),
            c => c.Open > 0m && Math.Sqrt((double)c.Open) > 1.5),
        .. Cast(
            "Math.Log",
            AmountPromise.Binary,
            c => c.Open > 0m ? Math.Log((double)c.Open) : 0,
            c => c.Open > 0m && Math.Log((double)c.Open) > 0.1),
        .. Cast("double arithmetic", AmountPromise.Binary, c => (double)c.Open * 0.5, c => (double)c.Open * 0.5 > 0.3),
        Binary("Sum of doubles", r => r.Candles.Where(c => c.Open > 0m).Sum(c => (double)c.Open)),
        Binary("Average of doubles", r => r.Candles.Where(c => c.Open > 0m).Average(c => (double)c.Open)),
        Binary("Max of doubles", r => r.Candles.Max(c => (double)c.Open)),
        Binary("double to amount", r => r.Metrics.OrderBy(m => m.StartDate).Select(m => (decimal?)m.SharpeRatio + m.TotalPnl)),
    ];

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

    private static IEnumerable<AmountShape> Cast<T>(
        string name, AmountPromise promise, Expression<Func<Candle, T>> value, Expression<Func<Candle, bool>> condition)
    {
        yield return new($"select {name}", promise, r => r.Candles.OrderBy(c => c.OpenTime).Select(value));
        yield return Where(name, condition);
        if (promise != AmountPromise.Exact)
            yield break; // Neighbours may change places in the last bit.
        yield return new(
            $"order by {name}",
            AmountPromise.Exact,
            r => r.Candles.OrderBy(value).ThenBy(c => c.Open).ThenBy(c => c.OpenTime).Select(c => c.OpenTime));
    }
}
