namespace StrategyEngine.Data.Paging;

/// <summary>Holds a value for an expression, so that Entity Framework makes a parameter of it and not a constant.</summary>
internal sealed record KeyParameter<T>(T Value);
