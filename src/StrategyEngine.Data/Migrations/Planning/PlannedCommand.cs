namespace StrategyEngine.Data.Migrations;

/// <summary>A command of a migration.</summary>
/// <param name="Sql">One or more statements.</param>
/// <param name="IsTransactionSuppressed">Whether it cannot run in a transaction.</param>
internal sealed record PlannedCommand(string Sql, bool IsTransactionSuppressed);
