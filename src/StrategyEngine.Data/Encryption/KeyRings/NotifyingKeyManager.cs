using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The key manager of DataProtection, whose caches can also be told to look again. Thread-safe.</summary>
internal sealed class NotifyingKeyManager(XmlKeyManager inner) : IDeletableKeyManager
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _change;

    public bool CanDeleteKeys => inner.CanDeleteKeys;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) =>
        inner.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    public bool DeleteKeys(Func<IKey, bool> shouldDelete)
    {
        var deleted = inner.DeleteKeys(shouldDelete);
        Notify();
        return deleted;
    }

    public CancellationToken GetCacheExpirationToken()
    {
        lock (_gate)
        {
            if (_change is null or { IsCancellationRequested: true })
                _change = CancellationTokenSource.CreateLinkedTokenSource(inner.GetCacheExpirationToken());
            return _change.Token;
        }
    }

    /// <summary>Says that the repository has changed.</summary>
    public void Notify()
    {
        CancellationTokenSource? change;
        lock (_gate)
            (change, _change) = (_change, null);
        change?.Cancel();
    }
}
