using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>The keys of sessions as read from the database at one moment. Immutable.</summary>
internal sealed class SessionKeys
{
    private readonly List<Entry> _access = [];

    public SessionKeys(IEnumerable<SigningKey> rows, SigningAlgorithm algorithm, Func<SigningKey, byte[]> open)
    {
        foreach (var row in rows.OrderByDescending(row => row.Epoch))
        {
            if (row.Algorithm == SigningKeyNames.Refresh)
            {
                LastRootEpoch = Math.Max(LastRootEpoch, row.Epoch);
                if (row.RevokedAt is null)
                    Root ??= new SessionRootKey((byte)row.Epoch, open(row));
            }
            else if (row.Algorithm == SigningKeyNames.Of(algorithm))
            {
                LastEpoch = Math.Max(LastEpoch, row.Epoch);
                if (row.RevokedAt is null)
                    _access.Add(new Entry(row, AccessTokenKey.Create(row.Id.ToString("N"), algorithm, open(row))));
            }
        }
    }

    /// <summary>Behind refresh tokens, challenges and throttles; null before the first session.</summary>
    public SessionRootKey? Root { get; }

    /// <summary>The latest epoch of root keys, revoked ones included; 0 if there are none.</summary>
    public int LastRootEpoch { get; }

    /// <summary>The latest epoch of access-token keys, revoked ones included; 0 if there are none.</summary>
    public int LastEpoch { get; }

    /// <summary>The key that signs now: the latest that is active.</summary>
    public AccessTokenKey? Signing(DateTimeOffset now) => Active(now)?.Key;

    /// <summary>Whether the key that signs now will retire within the announcement, and no successor is known.</summary>
    public DateTimeOffset? NeedsSuccessorAt(DateTimeOffset now, TimeSpan announcement) =>
        Active(now) is { Row.RetiresAt: { } retires } active && retires - announcement <= now && active == _access[0] ? retires : null;

    /// <summary>The key of an access token; null if unknown, revoked or past its time.</summary>
    public AccessTokenKey? Find(string keyId, DateTimeOffset now) =>
        _access.Find(entry => entry.Key.Id == keyId && !(entry.Row.DeletesAt <= now))?.Key;

    private Entry? Active(DateTimeOffset now) => _access.Find(entry => entry.Row.ActivatesAt <= now && !(entry.Row.RetiresAt <= now));

    private sealed record Entry(SigningKey Row, AccessTokenKey Key);
}
