using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>Seals and opens the values of one column. Thread-safe.</summary>
/// <remarks>Buffers on the stack are filled before they are read, so that they need not be cleared first.</remarks>
[SkipLocalsInit]
internal sealed class FieldCipher(DataKeyRing ring, ColumnName column, FieldLocation location, ColumnSettings form)
{
    private const int StackLimit = 256;

    public DataKeyRing Ring { get; } = ring;

    public ColumnName Column { get; } = column;

    public FieldLocation Location { get; } = location;

    /// <summary>Whether values under former names of the column are read too.</summary>
    public bool HasPrevious => form.Previous.Count > 0;

    /// <summary>Whether values that are not encrypted yet are being taken over.</summary>
    public bool AdoptsPlaintext =>
        form.AdoptPlaintextUntil is { } until && !Column.IsAdopted && Ring.TimeProvider.GetUtcNow() < until;

    /// <summary>Seals a value under the active data key.</summary>
    /// <param name="value">The value.</param>
    /// <param name="codec">How the value becomes bytes.</param>
    /// <param name="rowKey">The canonical primary key for a value that is bound to its row; empty otherwise.</param>
    public byte[] Seal<T>(T value, ValueCodec<T> codec, ReadOnlySpan<byte> rowKey)
        where T : notnull => SealWith(value, codec, Ring.ActiveFieldKey(), [], rowKey);

    /// <summary>Opens a value.</summary>
    /// <param name="envelope">The stored bytes.</param>
    /// <param name="codec">How bytes become the value.</param>
    /// <param name="rowKey">The canonical primary key for a value that is bound to its row; empty otherwise.</param>
    public T Open<T>(ReadOnlySpan<byte> envelope, ValueCodec<T> codec, ReadOnlySpan<byte> rowKey)
        where T : notnull
    {
        if (IsAdoptable(envelope))
            return codec.ReadPlaintext(envelope, Location);
        var keyId = Envelope.Demand(envelope, !rowKey.IsEmpty, Location);
        var size = envelope.Length - Envelope.BodyOffset - Envelope.TagSize;
        byte[]? rented = null;
        Span<byte> buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);
        var plaintext = buffer[..size];
        try
        {
            Decrypt(envelope, keyId, plaintext, rowKey);
            return codec.Read(plaintext[..BodySize(envelope, plaintext, keyId)], Location, keyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Seals a stored value again, under the active data key and the present name, without looking at what it is.</summary>
    public byte[] Reseal(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey)
    {
        var keyId = Envelope.Demand(envelope, !rowKey.IsEmpty, Location);
        var size = envelope.Length - Envelope.BodyOffset - Envelope.TagSize;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        var plaintext = rented.AsSpan(0, size);
        try
        {
            Decrypt(envelope, keyId, plaintext, rowKey);
            var bare = plaintext[..BodySize(envelope, plaintext, keyId)];
            var resealed = Allocate(bare.Length);
            bare.CopyTo(resealed.AsSpan(Envelope.BodyOffset));
            Encrypt(resealed, bare.Length, Ring.ActiveFieldKey(), [], rowKey);
            return resealed;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Whether a stored value is plaintext that may still be read as such.</summary>
    public bool IsAdoptable(ReadOnlySpan<byte> stored) =>
        form.AdoptPlaintextUntil is not null && (stored.IsEmpty || stored[0] != Envelope.Marker) && AdoptsPlaintext;

    /// <summary>Whether a value is sealed under the present name; says nothing about whether it opens under a former one.</summary>
    public bool IsUnderPresentName(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey)
    {
        var keyId = Envelope.Demand(envelope, !rowKey.IsEmpty, Location);
        var plaintext = new byte[envelope.Length - Envelope.BodyOffset - Envelope.TagSize];
        var opens = TryDecrypt(envelope, keyId, plaintext, rowKey, Column, out _);
        CryptographicOperations.ZeroMemory(plaintext);
        return opens;
    }

    /// <summary>Seals with a chosen key, and nonce if one is given, as published vectors need it.</summary>
    internal byte[] SealWith<T>(T value, ValueCodec<T> codec, LoadedDataKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> rowKey)
        where T : notnull
    {
        var size = codec.Measure(value, out var state, Location);
        var envelope = Allocate(size);
        codec.Write(value, state, envelope.AsSpan(Envelope.BodyOffset, size));
        Encrypt(envelope, size, key, nonce, rowKey);
        return envelope;
    }

    private byte[] Allocate(int size) => GC.AllocateUninitializedArray<byte>(
        Envelope.BodyOffset + (form.PadTo > 0 ? Padding.PaddedSize(size, form.PadTo) : size) + Envelope.TagSize);

    private int BodySize(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> plaintext, uint keyId)
    {
        if ((envelope[1] & Envelope.Padded) == 0)
            return plaintext.Length;
        var size = Padding.UnpaddedSize(plaintext);
        return size >= 0 ? size : throw new UnreadableFormatException(Location, "its padding is not in the form of this version", keyId);
    }

    private void Encrypt(Span<byte> envelope, int size, LoadedDataKey key, ReadOnlySpan<byte> chosenNonce, ReadOnlySpan<byte> rowKey)
    {
        var body = envelope[Envelope.BodyOffset..^Envelope.TagSize];
        var flags = rowKey.IsEmpty ? (byte)0 : Envelope.RowBound;
        if (form.PadTo > 0)
        {
            flags |= Envelope.Padded;
            Padding.Write(body, size);
        }

        Envelope.WriteHeader(envelope, flags, key.KeyId);
        var nonce = envelope.Slice(Envelope.HeaderSize, Envelope.NonceSize);
        var tag = envelope[^Envelope.TagSize..];
        var columnKey = Ring.ColumnKeyFor(key, Column, Location);
        Span<byte> joined = stackalloc byte[StackLimit];
        scoped var associatedData = columnKey.AssociatedData(envelope, Column);
        if (!rowKey.IsEmpty)
            associatedData = Join(associatedData, rowKey, joined);
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
        if (TryDecrypt(envelope, keyId, plaintext, rowKey, Column, out var mismatch))
            return;
        foreach (var previous in form.Previous)
        {
            if (TryDecrypt(envelope, keyId, plaintext, rowKey, previous, out _))
                return;
        }

        throw new FieldTamperedException(Location, keyId, mismatch);
    }

    private bool TryDecrypt(
        ReadOnlySpan<byte> envelope,
        uint keyId,
        Span<byte> plaintext,
        ReadOnlySpan<byte> rowKey,
        ColumnName name,
        out AuthenticationTagMismatchException? mismatch)
    {
        var columnKey = Ring.ColumnKeyFor(Ring.KeyFor(keyId, Location), name, Location);
        Span<byte> joined = stackalloc byte[StackLimit];
        scoped var associatedData = columnKey.AssociatedData(envelope, name);
        if (!rowKey.IsEmpty)
            associatedData = Join(associatedData, rowKey, joined);
        var cipher = columnKey.Rent();
        try
        {
            cipher.Decrypt(
                envelope.Slice(Envelope.HeaderSize, Envelope.NonceSize),
                envelope[Envelope.BodyOffset..^Envelope.TagSize],
                envelope[^Envelope.TagSize..],
                plaintext,
                associatedData);
            mismatch = null;
            return true;
        }
        catch (AuthenticationTagMismatchException refused)
        {
            mismatch = refused;
            return false;
        }
        finally
        {
            columnKey.Return(cipher);
        }
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> column, ReadOnlySpan<byte> rowKey, Span<byte> buffer)
    {
        var size = column.Length + rowKey.Length;
        if (size > buffer.Length)
            buffer = new byte[size];
        column.CopyTo(buffer);
        rowKey.CopyTo(buffer[column.Length..]);
        return buffer[..size];
    }
}
