namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Holds the unwrapped form of one data key, made once however often its row is read again. Thread-safe.</summary>
internal sealed class UnwrappedKey : IDisposable
{
    private readonly Lock _gate = new();
    private KeyMaterial? _material;
    private bool _disposed;

    public KeyMaterial? Material => Volatile.Read(ref _material);

    public KeyMaterial Unwrap(LoadedDataKey row, KeyWrapper wrapper, FieldLocation location)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DataKeyRing));
            return _material ??= wrapper.Unwrap(row, location);
        }
    }

    public void Set(KeyMaterial material) => Volatile.Write(ref _material, material);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _material?.Dispose();
        }
    }
}
