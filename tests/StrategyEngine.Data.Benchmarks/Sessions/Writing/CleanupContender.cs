using System.Globalization;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Deletes the expired sessions of a file and leaves the one that is live.</summary>
internal abstract class CleanupContender(string name, SessionWriteFile file, int sessions) : Contender(name)
{
    protected const int BatchSize = 500;

    protected SessionWriteFile File { get; } = file;

    protected int Sessions { get; } = sessions;

    public override Task PrepareAsync()
    {
        // As many random bytes as there are in a real session; expired in the last weeks, in no order of the key.
        File.Reset(string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM authentication_events; DELETE FROM user_sessions;
            WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Sessions}),
                people AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM users)
            INSERT INTO user_sessions (id, user_id, session_type, is_remembered, scopes, authentication_methods, generation, refresh_hash, refresh_previous_hash,
                refresh_salt, rotated_at, last_seen_at, idle_expires_at, absolute_expires_at, security_version, ip_address, user_agent, version, created_at, updated_at)
            SELECT randomblob(16), people.id, 'web', 0, '', 'pwd', 1, randomblob(32), randomblob(32), randomblob(32), seen, seen,
                iif(n = {Sessions}, {Now} + 3600000, seen + 7200000), seen + 86400000, 1, randomblob(60), randomblob(130), 1, seen - 60000, seen - 60000
            FROM (SELECT n, {Now} - 86400000 - abs(random()) % 2592000000 AS seen FROM numbers) JOIN people ON place = n % {File.Users.Count}
            """));
        return Task.CompletedTask;
    }

    public override Task<string> DigestAsync() => Task.FromResult(File.Read("SELECT count(*) AS remain FROM user_sessions"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
