namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>A query over amounts, by a name of its own.</summary>
/// <param name="Name">The name, which a provider that refuses the query lists.</param>
/// <param name="Promise">How far both results are to agree.</param>
/// <param name="Run">Runs it and gives a value or a sequence of values.</param>
/// <param name="InMemory">The same in words that LINQ to Objects knows, where it does not know those of <paramref name="Run"/>.</param>
public sealed record AmountShape(string Name, AmountPromise Promise, Func<AmountRows, object?> Run, Func<AmountRows, object?>? InMemory = null);
