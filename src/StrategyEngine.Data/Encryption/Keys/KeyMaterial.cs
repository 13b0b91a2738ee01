using System.Security.Cryptography;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>An unwrapped data key with what is derived from it; zeroed when disposed. Thread-safe.</summary>
internal sealed class KeyMaterial : IDisposable
{
    public const int Size = 32;

    private readonly Lock _gate = new();
    private readonly byte[] _key = GC.AllocateArray<byte>(Size, pinned: true);
    private ColumnKey?[] _columns = [];
    private bool _disposed;

    public KeyMaterial(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
            throw new ArgumentException("A data key has 32 bytes.", nameof(key));
        key.CopyTo(_key);
    }

    public ColumnKey Column(ColumnName context)
    {
        var columns = Volatile.Read(ref _columns);
        return context.Slot < columns.Length && columns[context.Slot] is { } key ? key : Derive(context);
    }

    /// <summary>HKDF-Expand (RFC 5869) with SHA-256 to 32 bytes.</summary>
    public byte[] Expand(ReadOnlySpan<byte> info)
    {
        var derived = new byte[Size];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DataKeyRing));
            HKDF.Expand(HashAlgorithmName.SHA256, _key, derived, info);
        }

        return derived;
    }

    /// <summary>A copy of the key, which the caller erases.</summary>
    public byte[] Copy()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DataKeyRing));
            return _key.AsSpan().ToArray();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(_key);
            foreach (var column in _columns)
                column?.Dispose();
            Volatile.Write(ref _columns, []);
        }
    }

    private ColumnKey Derive(ColumnName context)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DataKeyRing));
            if (context.Slot < _columns.Length && _columns[context.Slot] is { } known)
                return known;
            var columns = new ColumnKey?[Math.Max(context.Slot + 1, _columns.Length)];
            _columns.CopyTo(columns, 0);
            var key = columns[context.Slot] = new ColumnKey(_key, context.KeyInfo);
            Volatile.Write(ref _columns, columns);
            return key;
        }
    }
}
