using System.Buffers;
using System.Buffers.Text;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>base64url without padding, in its one canonical spelling (RFC 7515 §2, RFC 4648 §3.5).</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether there is neither padding, white space nor a foreign character.</summary>
    public static bool HasAlphabet(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Alphabet);

    /// <summary>Decodes; false for padding, white space, foreign characters, and unused bits that are not zero.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return HasAlphabet(text)
            && Base64Url.DecodeFromChars(text, bytes, out _, out written) == OperationStatus.Done;
    }
}
