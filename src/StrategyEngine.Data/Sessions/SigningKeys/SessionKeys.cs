using Microsoft.IdentityModel.Tokens;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>The keys of sessions as read from the database at one moment. Immutable.</summary>
internal sealed class SessionKeys
{
    private readonly List<Entry> _access = [];

    /// <param name="rows">All keys there are.</param>
    /// <param name="algorithm">Which of them sign access tokens.</param>
    /// <param name="open">Opens a row.</param>
    /// <param name="former">What was read before, whose keys go on being used: IdentityModel caches by key, and would not let go of
    /// others.</param>
    public SessionKeys(IEnumerable<SigningKey> rows, SigningAlgorithm algorithm, Func<SigningKey, byte[]> open, SessionKeys? former = null)
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
                {
                    var material = open(row);
                    _access.Add(
                        new Entry(
                            row,
                            former?._access.Find(entry => entry.Row.Id == row.Id)?.Key
                                ?? AccessTokenKey.Create(row.Id, algorithm, material)));
                }
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

    /// <summary>Whether there is all that is needed now, announced successors included. Asked for every token.</summary>
    public bool Suffice(DateTimeOffset now, TimeSpan announcement) =>
        Root is not null && Active(now) is not null && NeedsSuccessorAt(now, announcement) is null;

    /// <summary>When the key that signs now retires, if that is within the announcement and no successor is known; else null.</summary>
    public DateTimeOffset? NeedsSuccessorAt(DateTimeOffset now, TimeSpan announcement) =>
        Active(now) is { Row.RetiresAt: { } retires } active && retires - announcement <= now && active == _access[0] ? retires : null;

    /// <summary>The key of an access token; null if unknown, revoked or past its time.</summary>
    public AccessTokenKey? Find(string keyId, DateTimeOffset now)
    {
        foreach (var entry in _access)
        {
            if (entry.Key.Id == keyId)
                return entry.Row.DeletesAt <= now ? null : entry.Key;
        }

        return null;
    }

    /// <summary>Whether a key is known, though it may be past its time.</summary>
    public bool Holds(string keyId) => _access.Exists(entry => entry.Key.Id == keyId);

    /// <summary>The public keys with which others can verify: none where a shared secret signs.</summary>
    public IEnumerable<JsonWebKey> PublicKeys(DateTimeOffset now) =>
        _access.Where(entry => !(entry.Row.DeletesAt <= now)).Select(entry => entry.Key.ToPublicJwk()).OfType<JsonWebKey>();

    private Entry? Active(DateTimeOffset now)
    {
        foreach (var entry in _access)
        {
            if (entry.Row.ActivatesAt <= now && !(entry.Row.RetiresAt <= now))
                return entry;
        }

        return null;
    }

    private sealed record Entry(SigningKey Row, AccessTokenKey Key);
}
