using System.Buffers.Binary;
using System.Globalization;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>An enum as its number in eight bytes, whatever its underlying type.</summary>
internal sealed class EnumCodec<T> : ValueCodec<T>, IScalarCodec
    where T : struct, Enum
{
    private const int Size = 9;

    private static readonly bool Unsigned = Type.GetTypeCode(typeof(T)) == TypeCode.UInt64;

    public override int Measure(T value, out object? state, FieldLocation location)
    {
        state = null;
        return Size;
    }

    public override void Write(T value, object? state, Span<byte> destination)
    {
        destination[0] = TypeTag.Enum;
        BinaryPrimitives.WriteInt64BigEndian(destination[1..], Number(value));
    }

    public override T Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId)
    {
        if (encoded.Length != Size || encoded[0] != TypeTag.Enum)
            throw OtherType(encoded, location, keyId);
        var number = BinaryPrimitives.ReadInt64BigEndian(encoded[1..]);
        var value = Unsigned ? (T)Enum.ToObject(typeof(T), unchecked((ulong)number)) : (T)Enum.ToObject(typeof(T), number);

        // The enum may have been narrowed since.
        return Number(value) == number
            ? value
            : throw new UnreadableFormatException(location, $"its number does not fit {typeof(T).Name}", keyId);
    }

    public override T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location) =>
        PlaintextValue.TryParse(stored, typeof(T), out var value) ? (T)value : throw NotPlaintext(location);

    byte[] IScalarCodec.Encode(object value)
    {
        var bytes = new byte[Size];
        Write((T)value, null, bytes);
        return bytes;
    }

    object IScalarCodec.Decode(ReadOnlySpan<byte> encoded) => Read(encoded, FieldLocation.None, null);

    private static long Number(T value) => Unsigned
        ? unchecked((long)Convert.ToUInt64(value, CultureInfo.InvariantCulture))
        : Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
