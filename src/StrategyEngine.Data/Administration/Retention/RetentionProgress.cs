namespace StrategyEngine.Data.Administration;

/// <summary>How far a removal has come.</summary>
/// <param name="Table">The table it is at.</param>
/// <param name="Removed">How many rows it has removed from it.</param>
/// <param name="TotalRemoved">How many rows it has removed from all tables.</param>
public sealed record RetentionProgress(string Table, long Removed, long TotalRemoved);
