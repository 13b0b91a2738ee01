using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Rotates every session of a file once, from the same state each time.</summary>
internal abstract class RefreshContender(string name, SessionWriteFile file) : Contender(name)
{
    protected SessionWriteFile File { get; } = file;

    /// <summary>Keeps the sessions as they are, for <see cref="PrepareAsync"/> to bring back.</summary>
    public static void Keep(SessionWriteFile file) =>
        file.Execute("CREATE TABLE kept_sessions AS SELECT * FROM user_sessions; CREATE UNIQUE INDEX kept_ids ON kept_sessions (id)");

    public override Task PrepareAsync()
    {
        File.Reset("""
            DELETE FROM authentication_events;
            UPDATE user_sessions SET (generation, refresh_hash, refresh_previous_hash, refresh_salt, rotated_at, last_seen_at, idle_expires_at) =
                (SELECT generation, refresh_hash, refresh_previous_hash, refresh_salt, rotated_at, last_seen_at, idle_expires_at
                 FROM kept_sessions WHERE kept_sessions.id = user_sessions.id)
            """);
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Read("""
        SELECT count(*) AS rotated, sum(length(now.refresh_hash) + length(now.refresh_salt) + length(now.refresh_previous_hash)) AS bytes
        FROM user_sessions AS now JOIN kept_sessions AS kept USING (id)
        WHERE now.generation = 1 AND now.refresh_previous_hash = kept.refresh_hash AND now.rotated_at = now.last_seen_at AND now.idle_expires_at > kept.idle_expires_at
        """));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
