using System.Text;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>A string as UTF-8; one that is not well-formed Unicode as UTF-16 little-endian, so that it comes back unchanged.</summary>
internal sealed class StringCodec : ValueCodec<string>, IScalarCodec
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly object Utf16 = new();

    public static StringCodec Instance { get; } = new();

    public override int Measure(string value, out object? state, FieldLocation location)
    {
        state = null;
        if (Ascii.IsValid(value))
            return 1 + value.Length;
        if (WellFormed.Is(value))
            return 1 + Utf8.GetByteCount(value);

        state = Utf16;
        return 1 + Encoding.Unicode.GetByteCount(value);
    }

    public override void Write(string value, object? state, Span<byte> destination)
    {
        if (state is null)
        {
            destination[0] = TypeTag.String;
            Utf8.GetBytes(value, destination[1..]);
            return;
        }

        // Not through Encoding.Unicode, which replaces what this form is for.
        destination[0] = TypeTag.StringUtf16;
        for (var i = 0; i < value.Length; i++)
        {
            destination[1 + (2 * i)] = (byte)value[i];
            destination[2 + (2 * i)] = (byte)(value[i] >> 8);
        }
    }

    public override string Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId)
    {
        if (encoded.IsEmpty)
            throw OtherType(encoded, location, keyId);
        switch (encoded[0])
        {
            case TypeTag.String:
                try
                {
                    return Utf8.GetString(encoded[1..]);
                }
                catch (ArgumentException malformed)
                {
                    throw new UnreadableFormatException(location, "its text is not UTF-8", keyId, malformed);
                }

            case TypeTag.StringUtf16 when encoded.Length % 2 == 1:
                return string.Create((encoded.Length - 1) / 2, encoded[1..], static (text, bytes) =>
                {
                    for (var i = 0; i < text.Length; i++)
                        text[i] = (char)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
                });

            default:
                throw OtherType(encoded, location, keyId);
        }
    }

    public override string ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location)
    {
        try
        {
            return Utf8.GetString(stored);
        }
        catch (ArgumentException)
        {
            throw NotPlaintext(location);
        }
    }

    byte[] IScalarCodec.Encode(object value)
    {
        var text = (string)value;
        var bytes = new byte[Measure(text, out var state, FieldLocation.None)];
        Write(text, state, bytes);
        return bytes;
    }

    object IScalarCodec.Decode(ReadOnlySpan<byte> encoded) => Read(encoded, FieldLocation.None, null);
}
