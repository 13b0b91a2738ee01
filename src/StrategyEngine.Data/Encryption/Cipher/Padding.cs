namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>Padding to a multiple of a size: 0x80 and zeros (ISO/IEC 7816-4, as in NIST SP 800-38A, appendix A).</summary>
internal static class Padding
{
    private const byte End = 0x80;

    public static int PaddedSize(int size, int multiple) => (size + multiple) / multiple * multiple;

    public static void Write(Span<byte> body, int size)
    {
        body[size] = End;
        body[(size + 1)..].Clear();
    }

    /// <returns>The size of what was padded; -1 if the body is not padded.</returns>
    public static int UnpaddedSize(ReadOnlySpan<byte> body)
    {
        var end = body.LastIndexOfAnyExcept((byte)0);
        return end >= 0 && body[end] == End ? end : -1;
    }
}
