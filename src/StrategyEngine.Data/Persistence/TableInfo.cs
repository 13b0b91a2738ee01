namespace StrategyEngine.Data.Persistence;

/// <summary>A table of a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record TableInfo(string Name, long Rows);
