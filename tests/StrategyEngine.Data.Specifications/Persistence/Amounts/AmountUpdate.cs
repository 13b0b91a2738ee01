using System.Linq.Expressions;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>An ExecuteUpdate of one amount of a candle, by a name of its own.</summary>
/// <param name="Name">The name.</param>
/// <param name="Amount">The amount that is set.</param>
/// <param name="Value">What it is set to.</param>
public sealed record AmountUpdate(string Name, Expression<Func<Candle, decimal>> Amount, Expression<Func<Candle, decimal>> Value)
{
    public bool IsVolume => ((MemberExpression)Amount.Body).Member.Name == nameof(Candle.Volume);

    public static IEnumerable<AmountUpdate> All(AmountParameters p) =>
    [
        new("constant", c => c.Open, c => 1.50m),
        new("zero", c => c.Open, c => -0.00m),
        new("finest constant", c => c.Open, c => 0.123456789012m),
        new("finer constant", c => c.Open, c => 0.1234567890123m),
        new("finer constant of a volume", c => c.Volume, c => 0.123456789m),
        new("constant that rounds to zero", c => c.Open, c => 0.0000000000001m),
        new("constant that is too large", c => c.Open, c => 10_000_000_000_000_000m),
        new("constant that is too large for a price", c => c.Volume, c => 10_000_000_000_000_000m),
        new("largest constant", c => c.Open, c => AmountGen.LargestPrice),
        new("parameter", c => c.Open, c => p.A),
        new("finer parameter", c => c.Open, c => p.Fine),
        new("parameter from a list", c => c.Open, c => p.List[1]),
        new("other column", c => c.Open, c => c.Close),
        new("volume", c => c.Open, c => c.Volume),
        new("volume from amount", c => c.Volume, c => c.Open),
        new("integer", c => c.Open, c => 3),
        new("column of integers", c => c.Open, c => c.Revision),
        new("double", c => c.Open, c => (decimal)0.1),
        new("+", c => c.Open, c => c.Open + c.Close),
        new("-", c => c.Open, c => c.Open - p.A),
        new("negated", c => c.Open, c => -c.Open),
        new("*", c => c.Open, c => c.Open * c.Close),
        new("* constant", c => c.Open, c => c.Open * 1.1m),
        new("* small constant", c => c.Open, c => c.Open * 0.00000001m),
        new("* integer", c => c.Volume, c => c.Volume * 2),
        new("* volume", c => c.Volume, c => c.Close * c.Volume),
        new("rounded * volume", c => c.Volume, c => Math.Round(c.Volume * 0.125m, 8)),
        new("+ of volume", c => c.Volume, c => c.Volume + c.Close),
        new("/", c => c.Open, c => c.Open / 3m),
        new("/ 2", c => c.Open, c => c.Open / 2m),
        new("rounded /", c => c.Open, c => Math.Round(c.Open / 3m, 8)),
        new("rounded *", c => c.Open, c => Math.Round(c.Open * 1.1m, 8)),
        new("rounded / to 12", c => c.Open, c => Math.Round(c.Open / 3m, 12)),
        new("rounded to 2", c => c.Open, c => Math.Round(c.Open, 2)),
        new("decimal.Round", c => c.Open, c => decimal.Round(c.Open * 0.5m, 8)),
        new("%", c => c.Open, c => c.Open % 0.7m),
        new("truncated", c => c.Open, c => Math.Truncate(c.Open)),
        new("absolute", c => c.Open, c => Math.Abs(c.Open)),
        new("larger", c => c.Open, c => Math.Max(c.Open, c.Close)),
        new("larger of volume", c => c.Open, c => Math.Max(c.Open, c.Volume)),
        new("conditional", c => c.Open, c => c.Closed ? c.Close : 2.500m),
        new("cast", c => c.Open, c => (long)c.Open),
        new("cut by way of double", c => c.Open, c => (decimal)(int)(double)(c.Open % 1000m)),
        new("Convert.ToInt64", c => c.Open, c => Convert.ToInt64(c.Open)),
        new("Convert.ToInt32 of nullable", c => c.Open, c => Convert.ToInt32((decimal?)c.Open % 1000m)),
        new("Convert.ToInt32 of object", c => c.Open, c => Convert.ToInt32((object)(c.Open % 1000m))),
        new("by way of double", c => c.Open, c => (decimal)(double)c.Open),
    ];
}
