using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>The key of one column under one data key, with a pool of ciphers for it.</summary>
/// <remarks>
/// An <see cref="AesGcm"/> must not be used by two threads at once: off Windows that corrupts data. Expanding the key schedule for
/// every call costs as much as the encryption itself, so ciphers are lent out, one caller at a time.
/// </remarks>
internal sealed class ColumnKey : IDisposable
{
    private static readonly int PoolSize = Environment.ProcessorCount * 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<LentCipher> _pool = new();
    private readonly byte[] _key = GC.AllocateArray<byte>(32, pinned: true);
    private readonly byte[]?[] _associatedData = new byte[]?[4];
    private LentCipher? _first;
    private int _pooled;
    private volatile bool _disposed;

    /// <summary>Derives the key by HKDF-Expand (RFC 5869, section 2.3) with SHA-256.</summary>
    public ColumnKey(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> info) => HKDF.Expand(HashAlgorithmName.SHA256, dataKey, _key, info);

    internal ReadOnlySpan<byte> Material => _key;

    /// <summary>
    /// The header of an envelope under this key and the name of its column, as they are authenticated. Kept per combination of flags.
    /// </summary>
    public ReadOnlySpan<byte> AssociatedData(ReadOnlySpan<byte> envelope, ColumnName context)
    {
        var flags = Envelope.Flags(envelope);
        ref var known = ref _associatedData[((flags & Envelope.Padded) | ((flags & Envelope.RowBound) >> 3)) & 3];
        return known ??= [.. envelope[..Envelope.HeaderSize], .. context.AssociatedData];
    }

    /// <summary>Lends a cipher; it must come back by <see cref="Return"/>.</summary>
    public LentCipher Rent()
    {
        var cipher = Interlocked.Exchange(ref _first, null);
        if (cipher is not null)
            return cipher;
        if (_pool.TryDequeue(out cipher))
        {
            Interlocked.Decrement(ref _pooled);
            return cipher;
        }

        // Under the gate, because a cipher made of a zeroed key would encrypt all the same.
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DataKeyRing));
            return new LentCipher(_key);
        }
    }

    public void Return(LentCipher cipher)
    {
        if (_disposed)
        {
            cipher.Dispose();
            return;
        }

        if (Interlocked.CompareExchange(ref _first, cipher, null) is null)
            return;
        if (Interlocked.Increment(ref _pooled) <= PoolSize)
        {
            _pool.Enqueue(cipher);
            return;
        }

        Interlocked.Decrement(ref _pooled);
        cipher.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(_key);
        }

        Interlocked.Exchange(ref _first, null)?.Dispose();
        while (_pool.TryDequeue(out var cipher))
            cipher.Dispose();
    }
}
