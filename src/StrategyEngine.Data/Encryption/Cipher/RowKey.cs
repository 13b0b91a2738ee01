using System.Buffers.Binary;

using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>The canonical bytes of a primary key: per value its length, type tag and bytes, the same on every database.</summary>
internal static class RowKey
{
    public static byte[] Of(Guid id)
    {
        var bytes = new byte[LengthPrefixed.PrefixSize + Envelope.TypeTagSize + 16];
        bytes[LengthPrefixed.PrefixSize - 1] = Envelope.TypeTagSize + 16;
        bytes[LengthPrefixed.PrefixSize] = TypeTag.Guid;
        id.TryWriteBytes(bytes.AsSpan(LengthPrefixed.PrefixSize + Envelope.TypeTagSize), bigEndian: true, out _);
        return bytes;
    }

    /// <summary>The key that a secret is bound to: values that a database holds to be the same give the same bytes.</summary>
    /// <exception cref="ArgumentException">A value is null, or of a type that has no canonical form.</exception>
    public static byte[] Of(ReadOnlySpan<object> values)
    {
        if (values is [Guid id])
            return Of(id);
        var canonical = new object[values.Length];
        for (var i = 0; i < canonical.Length; i++)
            canonical[i] = Canonical(values[i]);
        return Exactly(canonical);
    }

    /// <summary>The key with its values as they are, so that <see cref="Read"/> returns what the row is found by.</summary>
    /// <exception cref="ArgumentException">A value is null, or of a type that has no canonical form.</exception>
    public static byte[] Exactly(ReadOnlySpan<object> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("A row is known by at least one key value.", nameof(values));

        using var buffer = new MemoryStream();
        Span<byte> prefix = stackalloc byte[LengthPrefixed.PrefixSize];
        foreach (var value in values)
        {
            var encoded = ScalarCodecs.Encode(value);
            BinaryPrimitives.WriteInt32BigEndian(prefix, encoded.Length);
            buffer.Write(prefix);
            buffer.Write(encoded);
        }

        return buffer.ToArray();
    }

    /// <summary>Reads the values back, given the types of the key.</summary>
    public static object[] Read(ReadOnlySpan<byte> rowKey, ReadOnlySpan<Type> types)
    {
        var values = new object[types.Length];
        for (var i = 0; i < types.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rowKey);
            values[i] = ScalarCodecs.Decode(rowKey.Slice(LengthPrefixed.PrefixSize, length), types[i]);
            rowKey = rowKey[(LengthPrefixed.PrefixSize + length)..];
        }

        return values;
    }

    // The kind of a time, the offset of an instant, the scale of a decimal and the sign of zero do not come back from every column.
    private static object Canonical(object value) => value switch
    {
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
        DateTimeOffset instant => instant.ToUniversalTime(),
        decimal number => WithoutTrailingZeros(number),
        double and 0.0 => 0.0,
        float and 0.0f => 0.0f,
        _ => value,
    };

    // Division gives the shortest scale that holds the quotient.
    private static decimal WithoutTrailingZeros(decimal number) =>
        number == 0 ? 0m : number / 1.0000000000000000000000000000m;
}
