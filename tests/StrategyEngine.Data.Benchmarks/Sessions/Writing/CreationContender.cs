using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Opens a session for every user of a file that has none.</summary>
internal abstract class CreationContender(string name, SessionWriteFile file) : Contender(name)
{
    protected SessionWriteFile File { get; } = file;

    public override Task PrepareAsync()
    {
        File.Reset("DELETE FROM authentication_events; DELETE FROM user_sessions; UPDATE users SET login_count = 0, last_login_at = NULL");
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Read("""
        SELECT count(*) AS sessions, count(DISTINCT user_id) AS users, count(DISTINCT refresh_hash) AS hashes,
            sum(length(ip_address)) AS "bytes of addresses", sum(length(user_agent)) AS "bytes of agents"
        FROM user_sessions WHERE generation = 0 AND session_type = 'web' AND created_at >= last_seen_at AND idle_expires_at > created_at AND version = 1
        """));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
