namespace StrategyEngine.Data.Persistence;

/// <summary>
/// An engine's statements around a transaction, for where its driver's own transactions cost as much as what they enclose.
/// </summary>
/// <param name="Begin">Begins a transaction that may write.</param>
/// <param name="Commit">Commits it.</param>
/// <param name="Rollback">Undoes it.</param>
public sealed record TransactionStatements(string Begin, string Commit, string Rollback);
