using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Who holds the migration lock, or last said that it was about to take it.</summary>
/// <param name="Host">The name or address of its machine.</param>
/// <param name="ProcessId">The id of its process on that machine or, if verified, the engine's number of its connection.</param>
/// <param name="AnnouncedAt">When it announced itself or, if verified, when its transaction began (UTC).</param>
/// <param name="Application">The name and version of the application, if known.</param>
public sealed record MigrationLockHolder(string Host, int ProcessId, DateTimeOffset AnnouncedAt, string? Application)
{
    /// <summary>Whether the engine itself names it.</summary>
    /// <value>False on SQLite, which does not tell who holds a lock: then it is the run that last announced itself, and may be at work,
    /// wait, or have died.</value>
    public bool IsVerified { get; init; }

    internal static MigrationLockHolder Of(MigrationLockSession session) =>
        new(session.Host ?? "", session.ProcessId, session.Since ?? DateTimeOffset.UnixEpoch, session.Application) { IsVerified = true };

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
