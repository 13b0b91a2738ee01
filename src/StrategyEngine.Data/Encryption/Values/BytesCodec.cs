using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Bytes as they are. Change tracking sees edits inside the array.</summary>
internal sealed class BytesCodec : ValueCodec<byte[]>, IScalarCodec
{
    public static BytesCodec Instance { get; } = new();

    public override ValueComparer<byte[]> Comparer { get; } = new(
        (left, right) => AreEqual(left, right),
        bytes => Hash(bytes),
        bytes => (byte[])bytes.Clone());

    public override int Measure(byte[] value, out object? state, FieldLocation location)
    {
        state = null;
        return 1 + value.Length;
    }

    public override void Write(byte[] value, object? state, Span<byte> destination)
    {
        destination[0] = TypeTag.Bytes;
        value.CopyTo(destination[1..]);
    }

    public override byte[] Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId) =>
        !encoded.IsEmpty && encoded[0] == TypeTag.Bytes ? encoded[1..].ToArray() : throw OtherType(encoded, location, keyId);

    public override byte[] ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location) => stored.ToArray();

    byte[] IScalarCodec.Encode(object value)
    {
        var bytes = (byte[])value;
        var encoded = new byte[1 + bytes.Length];
        Write(bytes, null, encoded);
        return encoded;
    }

    object IScalarCodec.Decode(ReadOnlySpan<byte> encoded) => Read(encoded, FieldLocation.None, null);

    private static bool AreEqual(byte[]? left, byte[]? right) =>
        left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    private static int Hash(byte[] bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
