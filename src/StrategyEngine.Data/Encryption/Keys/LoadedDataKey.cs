namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>A row of <c>encryption_data_keys</c> as this process knows it; unwrapped at the first use. Thread-safe.</summary>
internal sealed class LoadedDataKey : IDisposable
{
    private readonly UnwrappedKey _unwrapped;

    /// <param name="row">The row.</param>
    /// <param name="former">The same key as it was known before, whose unwrapped form is shared.</param>
    /// <param name="ring">The keys of the key ring, if they are known.</param>
    public LoadedDataKey(DataKey row, LoadedDataKey? former = null, RingKeys? ring = null)
    {
        Row = row;
        IsRingKeyRevoked = ring?.Find(row.KekId)?.IsRevoked ?? false;
        IsRingKeyMissing = ring is not null && ring.Find(row.KekId) is null;
        KeyId = unchecked((uint)row.KeyId);
        Purpose = row.Purpose;
        Generation = row.Generation;
        State = row.State;
        KekId = row.KekId;
        Wrapped = row.Wrapped;
        CheckValue = row.CheckValue;
        _unwrapped = former?._unwrapped ?? new UnwrappedKey();
    }

    /// <summary>A key that is known already, for published vectors.</summary>
    internal static LoadedDataKey FromMaterial(uint keyId, ReadOnlySpan<byte> key)
    {
        var loaded = new LoadedDataKey(new DataKey { KeyId = unchecked((int)keyId), Purpose = KeyPurpose.Field });
        loaded._unwrapped.Set(new KeyMaterial(key));
        return loaded;
    }

    public DataKey Row { get; }

    public uint KeyId { get; }

    public string Purpose { get; }

    public int Generation { get; }

    public DataKeyState State { get; }

    public Guid KekId { get; }

    public byte[] Wrapped { get; }

    public byte[] CheckValue { get; }

    public bool IsRingKeyRevoked { get; }

    public bool IsRingKeyMissing { get; }

    /// <summary>Whether values under the key are opened, as far as its own state goes.</summary>
    public bool IsInUse => State is DataKeyState.Active or DataKeyState.Decrypt;

    /// <exception cref="EncryptionException">The key is revoked or destroyed, or the key ring does not open it.</exception>
    public KeyMaterial Material(KeyWrapper wrapper, FieldLocation location)
    {
        if (!IsInUse || IsRingKeyRevoked)
            throw Refusal(location);
        return _unwrapped.Material ?? _unwrapped.Unwrap(this, wrapper, location);
    }

    /// <summary>The key unwrapped even if its ring key is revoked, to be wrapped again; the caller disposes of it.</summary>
    public KeyMaterial Rescue(KeyWrapper wrapper) => wrapper.Unwrap(this, FieldLocation.None, evenIfRevoked: true);

    private EncryptionException Refusal(FieldLocation location) => State switch
    {
        DataKeyState.Retired => new KeyRetiredException(location, KeyId),
        DataKeyState.Destroyed => new KeyDestroyedException(location, KeyId),
        _ => new KeyRevokedException(location, KeyId),
    };

    public void Dispose() => _unwrapped.Dispose();
}
