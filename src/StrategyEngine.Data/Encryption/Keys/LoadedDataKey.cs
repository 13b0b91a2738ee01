namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>A row of <c>encryption_data_keys</c> as this process knows it; unwrapped at the first use. Thread-safe.</summary>
internal sealed class LoadedDataKey : IDisposable
{
    private readonly UnwrappedKey _unwrapped;

    /// <param name="row">The row.</param>
    /// <param name="former">The same key as it was known before, whose unwrapped form is shared.</param>
    public LoadedDataKey(DataKey row, LoadedDataKey? former = null)
    {
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

    public uint KeyId { get; }

    public string Purpose { get; }

    public int Generation { get; }

    public DataKeyState State { get; }

    public Guid KekId { get; }

    public byte[] Wrapped { get; }

    public byte[] CheckValue { get; }

    /// <exception cref="EncryptionException">The key is revoked or destroyed, or the key ring does not open it.</exception>
    public KeyMaterial Material(KeyWrapper wrapper, FieldLocation location)
    {
        switch (State)
        {
            case DataKeyState.Revoked:
                throw new KeyRevokedException(location, KeyId);
            case DataKeyState.Destroyed:
                throw new KeyDestroyedException(location, KeyId);
        }

        return _unwrapped.Material ?? _unwrapped.Unwrap(this, wrapper, location);
    }

    public void Dispose() => _unwrapped.Dispose();
}
