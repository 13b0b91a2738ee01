namespace StrategyEngine.Data.Persistence;

/// <summary>The connection that holds the migration lock, as the engine itself tells.</summary>
/// <param name="Host">Where it comes from.</param>
/// <param name="ProcessId">The id of the server's process that serves it.</param>
/// <param name="Since">When its transaction, or where it has none its last statement, began (UTC).</param>
/// <param name="Application">What it calls itself, if anything.</param>
public sealed record MigrationLockOwner(string Host, int ProcessId, DateTimeOffset Since, string? Application);
