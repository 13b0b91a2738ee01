using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Rotates every session of a file of its own once more.</summary>
internal abstract class RefreshContender(string name, SessionWriteFile file) : Contender(name)
{
    protected SessionWriteFile File { get; } = file;

    public override Task PrepareAsync()
    {
        File.Reset("""
            DELETE FROM authentication_events;
            DROP TABLE IF EXISTS kept_sessions;
            CREATE TABLE kept_sessions AS SELECT id, generation, refresh_hash, idle_expires_at FROM user_sessions
            """);
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Read("""
        SELECT count(*) AS rotated, sum(length(now.refresh_hash) + length(now.refresh_salt) + length(now.refresh_previous_hash)) AS bytes
        FROM user_sessions AS now JOIN kept_sessions AS kept USING (id)
        WHERE now.generation = kept.generation + 1 AND now.refresh_previous_hash = kept.refresh_hash AND now.rotated_at = now.last_seen_at
            AND now.idle_expires_at > kept.idle_expires_at
        """));

    public override async ValueTask DisposeAsync() => await File.DisposeAsync();
}
