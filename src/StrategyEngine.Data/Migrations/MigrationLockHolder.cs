namespace StrategyEngine.Data.Migrations;

/// <summary>A run that announced itself and has not taken its announcement back: it is at work, waits, or has died.</summary>
/// <remarks>Unverified where the engine does not tell who holds a lock, as SQLite: this is then the last that said it was about to.</remarks>
/// <param name="Host">The name of its machine.</param>
/// <param name="ProcessId">The id of its process on that machine; if <see cref="IsVerified"/>, of the process of the database server that serves it.</param>
/// <param name="AnnouncedAt">When it announced itself (UTC).</param>
/// <param name="Application">The name and version of the application, if known.</param>
public sealed record MigrationLockHolder(string Host, int ProcessId, DateTimeOffset AnnouncedAt, string? Application)
{
    /// <summary>Whether the engine itself named it as the holder of the lock.</summary>
    public bool IsVerified { get; init; }
}
