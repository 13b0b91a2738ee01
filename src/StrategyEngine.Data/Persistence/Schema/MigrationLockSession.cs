using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>The connection that holds the migration lock, as the engine names it.</summary>
/// <param name="Host">The machine or address it comes from, or null if the engine does not tell.</param>
/// <param name="ProcessId">The engine's number of the connection.</param>
/// <param name="Since">When its transaction or connection began (UTC), or null.</param>
/// <param name="Application">The application name of the connection, or null.</param>
public sealed record MigrationLockSession(string? Host, int ProcessId, DateTimeOffset? Since, string? Application)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
