namespace StrategyEngine.Data.Migrations;

/// <summary>A run that announced itself and has not taken its announcement back: it is at work, waits, or has died.</summary>
/// <remarks>Unverified: SQLite does not tell who holds a lock, so this is the last that said it was about to.</remarks>
/// <param name="Host">The name of its machine.</param>
/// <param name="ProcessId">The id of its process on that machine.</param>
/// <param name="AnnouncedAt">When it announced itself (UTC).</param>
/// <param name="Application">The name and version of the application, if known.</param>
public sealed record MigrationLockHolder(string Host, int ProcessId, DateTimeOffset AnnouncedAt, string? Application);
