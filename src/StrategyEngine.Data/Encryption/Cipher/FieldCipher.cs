using System.Buffers;
using System.Security.Cryptography;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>Seals and opens the values of one column. Thread-safe.</summary>
internal sealed class FieldCipher(DataKeyRing ring, ColumnContext context, FieldLocation location)
{
    private const int StackLimit = 256;

    public DataKeyRing Ring { get; } = ring;

    public ColumnContext Context { get; } = context;

    public FieldLocation Location { get; } = location;

    /// <summary>Seals a value under the active data key.</summary>
    /// <param name="value">The value.</param>
    /// <param name="codec">How the value becomes bytes.</param>
    /// <param name="rowKey">The canonical primary key for a value that is bound to its row; empty otherwise.</param>
    public byte[] Seal<T>(T value, ValueCodec<T> codec, ReadOnlySpan<byte> rowKey)
        where T : notnull
    {
        var size = codec.Measure(value, out var state, Location);
        var envelope = GC.AllocateUninitializedArray<byte>(Envelope.BodyOffset + size + Envelope.TagSize);
        var body = envelope.AsSpan(Envelope.BodyOffset, size);
        codec.Write(value, state, body);
        Encrypt(envelope, Ring.ActiveFieldKey(), rowKey);
        return envelope;
    }

    /// <summary>Opens a value.</summary>
    /// <param name="envelope">The stored bytes.</param>
    /// <param name="codec">How bytes become the value.</param>
    /// <param name="rowKey">The canonical primary key for a value that is bound to its row; empty otherwise.</param>
    public T Open<T>(ReadOnlySpan<byte> envelope, ValueCodec<T> codec, ReadOnlySpan<byte> rowKey)
        where T : notnull
    {
        var keyId = Envelope.Demand(envelope, !rowKey.IsEmpty, Location);
        var size = envelope.Length - Envelope.BodyOffset - Envelope.TagSize;
        byte[]? rented = null;
        Span<byte> buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);
        var plaintext = buffer[..size];
        try
        {
            Decrypt(envelope, keyId, plaintext, rowKey);
            return codec.Read(plaintext, Location, keyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Seals a stored value again, under the active data key, without looking at what it is.</summary>
    public byte[] Reseal(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey)
    {
        var keyId = Envelope.Demand(envelope, !rowKey.IsEmpty, Location);
        var resealed = GC.AllocateUninitializedArray<byte>(envelope.Length);
        var body = resealed.AsSpan(Envelope.BodyOffset, envelope.Length - Envelope.BodyOffset - Envelope.TagSize);
        try
        {
            Decrypt(envelope, keyId, body, rowKey);
            Encrypt(resealed, Ring.ActiveFieldKey(), rowKey);
            return resealed;
        }
        catch
        {
            CryptographicOperations.ZeroMemory(body);
            throw;
        }
    }

    /// <summary>Seals with a chosen key and nonce, for published vectors.</summary>
    internal byte[] SealWith<T>(T value, ValueCodec<T> codec, LoadedDataKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> rowKey)
        where T : notnull
    {
        var size = codec.Measure(value, out var state, Location);
        var envelope = new byte[Envelope.BodyOffset + size + Envelope.TagSize];
        codec.Write(value, state, envelope.AsSpan(Envelope.BodyOffset, size));
        Encrypt(envelope, key, rowKey, nonce);
        return envelope;
    }

    private void Encrypt(Span<byte> envelope, LoadedDataKey key, ReadOnlySpan<byte> rowKey, ReadOnlySpan<byte> chosenNonce = default)
    {
        Envelope.WriteHeader(envelope, rowKey.IsEmpty ? (byte)0 : Envelope.RowBound, key.KeyId);
        var nonce = envelope.Slice(Envelope.HeaderSize, Envelope.NonceSize);
        var body = envelope[Envelope.BodyOffset..^Envelope.TagSize];
        var tag = envelope[^Envelope.TagSize..];
        Span<byte> associatedData = stackalloc byte[StackLimit];
        associatedData = AssociatedData(associatedData, envelope, rowKey);
        var columnKey = Ring.ColumnKey(key, Context, Location);
        var cipher = columnKey.Rent();
        try
        {
            if (chosenNonce.IsEmpty)
            {
                cipher.Encrypt(nonce, body, tag, associatedData);
            }
            else
            {
                chosenNonce.CopyTo(nonce);
                cipher.EncryptWith(nonce, body, tag, associatedData);
            }
        }
        finally
        {
            columnKey.Return(cipher);
        }
    }

    private void Decrypt(ReadOnlySpan<byte> envelope, uint keyId, Span<byte> plaintext, ReadOnlySpan<byte> rowKey)
    {
        Span<byte> associatedData = stackalloc byte[StackLimit];
        associatedData = AssociatedData(associatedData, envelope, rowKey);
        var columnKey = Ring.ColumnKey(Ring.KeyFor(keyId, Location), Context, Location);
        var cipher = columnKey.Rent();
        try
        {
            cipher.Decrypt(
                envelope.Slice(Envelope.HeaderSize, Envelope.NonceSize),
                envelope[Envelope.BodyOffset..^Envelope.TagSize],
                envelope[^Envelope.TagSize..],
                plaintext,
                associatedData);
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new FieldTamperedException(Location, keyId, mismatch);
        }
        finally
        {
            columnKey.Return(cipher);
        }
    }

    private Span<byte> AssociatedData(Span<byte> buffer, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey)
    {
        var column = Context.AssociatedData;
        var size = Envelope.HeaderSize + column.Length + rowKey.Length;
        if (size > buffer.Length)
            buffer = new byte[size];
        envelope[..Envelope.HeaderSize].CopyTo(buffer);
        column.CopyTo(buffer[Envelope.HeaderSize..]);
        rowKey.CopyTo(buffer[(Envelope.HeaderSize + column.Length)..]);
        return buffer[..size];
    }
}
