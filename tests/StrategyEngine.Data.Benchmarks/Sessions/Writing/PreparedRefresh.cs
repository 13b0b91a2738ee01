using System.Security.Cryptography;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>
/// The write alone: an UPDATE by key, with hashes made beforehand. Nothing is read, compared, derived, signed or recorded.
/// </summary>
internal sealed class PreparedRefresh : RefreshContender
{
    private readonly (byte[] Id, byte[] Hash, byte[] Salt)[] _rows;
    private readonly PreparedWrite _update;

    public PreparedRefresh(SessionWriteFile file, IEnumerable<Guid> sessions)
        : base("autocommitted UPDATE by key, prepared", file)
    {
        _rows =
        [
            .. sessions.Select(
                id => (id.ToByteArray(bigEndian: true), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32))),
        ];
        _update = new PreparedWrite(
            file,
            """
            UPDATE user_sessions SET generation = generation + 1, refresh_hash = $hash, refresh_previous_hash = refresh_hash, refresh_salt = $salt,
                rotated_at = $now, last_seen_at = $now, idle_expires_at = $idle WHERE id = $id
            """,
            "$hash", "$salt", "$now", "$idle", "$id");
    }

    public override Task RunAsync()
    {
        foreach (var (id, hash, salt) in _rows)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            if (_update.Execute(hash, salt, now, now + 7_200_000, id) != 1)
                throw new InvalidOperationException("No row was updated.");
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _update.Dispose();
        return base.DisposeAsync();
    }
}
