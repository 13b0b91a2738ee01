using System.Buffers;
using System.Buffers.Text;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>base64url without padding, in its one canonical spelling (RFC 7515 §2, RFC 4648 §3.5).</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Decodes; false for padding, white space, foreign characters, and unused bits that are not zero.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        return !text.ContainsAnyExcept(Alphabet)
            && Base64Url.DecodeFromChars(text, bytes, out _, out written) == OperationStatus.Done;
    }
}
