namespace StrategyEngine.Data.Persistence;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What: <c>connection</c>, <c>schema</c>, <c>keys</c>, and what the engine adds: on SQLite <c>writable</c>,
/// <c>journal</c>, <c>free_space</c> and, if asked for, <c>integrity</c>.</param>
/// <param name="State">How it does.</param>
/// <param name="Description">One or two sentences with the repair, if there is something to repair. Never a connection string, a key or a
/// value of a row.</param>
public sealed record HealthCheck(string Name, HealthState State, string Description);
