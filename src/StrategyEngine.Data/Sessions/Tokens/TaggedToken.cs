using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// A small token that proves by itself that it was made here: a prefix, and the base64url of a body and of HMAC-SHA256 over prefix and
/// body, cut to <see cref="TagSize"/> bytes.
/// </summary>
internal static class TaggedToken
{
    public const int TagSize = 16;

    public static string Encode(string prefix, ReadOnlySpan<byte> body, MacKey key)
    {
        Span<byte> data = stackalloc byte[prefix.Length + body.Length + TagSize];
        Encoding.ASCII.GetBytes(prefix, data);
        body.CopyTo(data[prefix.Length..]);
        Tag(key, data[..^TagSize], data[^TagSize..]);
        return prefix + Base64Url.EncodeToString(data[prefix.Length..]);
    }

    /// <summary>
    /// Fills <paramref name="body"/>, whose size is known; false for anything that was not made here with this key and prefix.
    /// </summary>
    public static bool TryDecode(string prefix, string? text, Span<byte> body, MacKey key)
    {
        var size = body.Length + TagSize;
        if (text is null || text.Length != prefix.Length + Base64Length(size) || !text.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        Span<byte> data = stackalloc byte[prefix.Length + size];
        Encoding.ASCII.GetBytes(prefix, data);
        if (!Base64UrlText.TryDecode(text.AsSpan(prefix.Length), data[prefix.Length..], out var written) || written != size)
            return false;
        Span<byte> tag = stackalloc byte[TagSize];
        Tag(key, data[..^TagSize], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, data[^TagSize..]))
            return false;
        data.Slice(prefix.Length, body.Length).CopyTo(body);
        return true;
    }

    private static int Base64Length(int bytes) => ((bytes * 4) + 2) / 3;

    private static void Tag(MacKey key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<byte> mac = stackalloc byte[MacKey.Size];
        key.Compute(data, mac);
        mac[..TagSize].CopyTo(tag);
    }
}
