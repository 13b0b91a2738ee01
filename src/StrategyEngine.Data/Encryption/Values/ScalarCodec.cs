namespace StrategyEngine.Data.Encryption.Values;

/// <summary>A codec of fixed width, so that the size of the ciphertext says nothing about the value.</summary>
internal sealed class ScalarCodec<T>(byte tag, int size, ScalarCodec<T>.Writer write, ScalarCodec<T>.Reader read)
    : ValueCodec<T>, IScalarCodec
    where T : notnull
{
    public delegate void Writer(Span<byte> destination, T value);

    public delegate T Reader(ReadOnlySpan<byte> source);

    public override int Measure(T value, out object? state, FieldLocation location)
    {
        state = null;
        return 1 + size;
    }

    public override void Write(T value, object? state, Span<byte> destination)
    {
        destination[0] = tag;
        write(destination[1..], value);
    }

    public override T Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId)
    {
        if (encoded.Length != 1 + size || encoded[0] != tag)
            throw OtherType(encoded, location, keyId);
        try
        {
            return read(encoded[1..]);
        }
        catch (ArgumentException unreadable)
        {
            throw new UnreadableFormatException(location, $"its bytes are not those of a {typeof(T).Name}", keyId, unreadable);
        }
    }

    public override T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location) =>
        PlaintextValue.TryParse(stored, typeof(T), out var value) ? (T)value : throw NotPlaintext(location);

    byte[] IScalarCodec.Encode(object value)
    {
        var bytes = new byte[1 + size];
        Write((T)value, null, bytes);
        return bytes;
    }

    object IScalarCodec.Decode(ReadOnlySpan<byte> encoded) => Read(encoded, FieldLocation.None, null);
}
