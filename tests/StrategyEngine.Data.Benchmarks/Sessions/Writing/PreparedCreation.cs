using System.Security.Cryptography;

using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>The write alone: an INSERT of values made beforehand. Nothing is counted, hashed, encrypted, signed or recorded.</summary>
internal sealed class PreparedCreation : CreationContender
{
    private readonly (byte[] Id, byte[] User, byte[] Hash)[] _rows;
    private readonly byte[] _address;
    private readonly byte[] _agent;
    private readonly PreparedWrite _insert;

    private PreparedCreation(SessionWriteFile file, int addressSize, int agentSize)
        : base("autocommitted INSERT, prepared", file)
    {
        _rows = [.. file.Users.Select(user => (new byte[16], user.ToByteArray(bigEndian: true), RandomNumberGenerator.GetBytes(32)))];
        (_address, _agent) = (RandomNumberGenerator.GetBytes(addressSize), RandomNumberGenerator.GetBytes(agentSize));
        _insert = new PreparedWrite(
            file,
            """
            INSERT INTO user_sessions (id, user_id, session_type, is_remembered, scopes, authentication_methods, generation, refresh_hash, refresh_previous_hash,
                refresh_salt, rotated_at, last_seen_at, idle_expires_at, absolute_expires_at, security_version, ip_address, user_agent, second_factor_at,
                revoked_at, revoke_reason, version, created_at, updated_at)
            VALUES ($id, $user, 'web', 0, '', '', 0, $hash, NULL, NULL, NULL, $now, $idle, $absolute, 1, $address, $agent, NULL, NULL, NULL, 1, $now, $now)
            """,
            "$id", "$user", "$hash", "$now", "$idle", "$absolute", "$address", "$agent");
    }

    /// <summary>Writes encrypted values of the length that the library gives them.</summary>
    public static async Task<PreparedCreation> CreateAsync(SessionWriteFile file)
    {
        await file.Services.GetRequiredService<SessionManager>().CreateSessionAsync(file.Users[0], SessionWriteFile.Client);
        var lengths = file.Read("SELECT length(ip_address) AS address, length(user_agent) AS agent FROM user_sessions").Split(' ', ',');
        return new PreparedCreation(file, int.Parse(lengths[0]), int.Parse(lengths[3]));
    }

    public override Task RunAsync()
    {
        foreach (var (id, user, hash) in _rows)
        {
            var at = DateTimeOffset.UtcNow;
            var now = at.ToUnixTimeMilliseconds();
            Guid.CreateVersion7(at).TryWriteBytes(id, bigEndian: true, out _);
            _insert.Execute(id, user, hash, now, now + 7_200_000, now + 86_400_000, _address, _agent);
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _insert.Dispose();
        return base.DisposeAsync();
    }
}
