using System.Collections.Frozen;

using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>The keys of the DataProtection key ring at one moment. Immutable.</summary>
internal sealed class RingKeys
{
    // DataProtection lets a key be used this long before its activation, for clocks that differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly FrozenDictionary<Guid, IKey> _keys;
    private readonly DateTimeOffset _now;

    public RingKeys(IEnumerable<IKey> keys)
    {
        _keys = keys.ToFrozenDictionary(key => key.KeyId);

        // Key activation is in the time of the system, which DataProtection lives by.
        var now = _now = TimeProvider.System.GetUtcNow();
        Preferred = _keys.Values
            .Where(key => !key.IsRevoked && key.ActivationDate <= now + ClockSkew && key.ExpirationDate > now)
            .OrderByDescending(key => key.ActivationDate)
            .ThenByDescending(key => key.CreationDate)
            .ThenBy(key => key.KeyId)
            .FirstOrDefault();
    }

    /// <summary>The key that new data keys are wrapped with; null if none is usable.</summary>
    public IKey? Preferred { get; }

    /// <summary>Whether another key should wrap from now on instead of a known one.</summary>
    public bool IsSucceeded(Guid keyId) =>
        Preferred is { } preferred
        && preferred.KeyId != keyId
        && Find(keyId) is { } known
        && (preferred.ActivationDate > known.ActivationDate || known.ExpirationDate + ClockSkew <= _now);

    public IKey? Find(Guid keyId) => _keys.GetValueOrDefault(keyId);
}
