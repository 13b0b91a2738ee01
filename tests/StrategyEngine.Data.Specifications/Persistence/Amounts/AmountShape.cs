using System.Linq.Expressions;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>A query over amounts, by a name of its own.</summary>
/// <param name="Name">The name, which a provider that refuses the query lists.</param>
/// <param name="Promise">How far both results are to agree.</param>
/// <param name="Run">Runs it and gives a value or a sequence of values.</param>
/// <param name="InMemory">The same in words that LINQ to Objects knows, where it does not know those of <paramref name="Run"/>.</param>
public sealed record AmountShape(
    string Name, AmountPromise Promise, Func<AmountRows, object?> Run, Func<AmountRows, object?>? InMemory = null)
{
    public static AmountShape Exact(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.Exact, run);

    public static AmountShape Eight(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.EightDecimals, run);

    public static AmountShape Binary(string name, Func<AmountRows, object?> run) => new(name, AmountPromise.Binary, run);

    public static AmountShape Where(string name, Expression<Func<Candle, bool>> condition) => Where(name, _ => condition);

    public static AmountShape Where(string name, Expression<Func<Candle, bool>> condition, Expression<Func<Candle, bool>> inMemory) =>
        Where(name, condition) with { InMemory = Where(name, inMemory).Run };

    public static AmountShape Where(string name, Func<AmountRows, Expression<Func<Candle, bool>>> condition) =>
        Exact($"where {name}", r => r.Candles.Where(condition(r)).OrderBy(c => c.OpenTime).Select(c => c.OpenTime));

    public static AmountShape WhereMetrics(string name, Expression<Func<PerformanceMetrics, bool>> condition) =>
        Exact($"where {name}", r => r.Metrics.Where(condition).OrderBy(m => m.StartDate).Select(m => m.StartDate));
}
