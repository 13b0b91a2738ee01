using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.TwoFactor;

/// <summary>
/// Proof that the password was right, until the code follows: <c>se2f1_</c> and the base64url of user id (16 bytes), security version
/// (4), expiry in Unix milliseconds (8), nonce (12), and HMAC-SHA256 over prefix and body, cut to 16 bytes.
/// </summary>
/// <remarks>
/// Not stored. It admits as often as a code that was not used before is given with it, and no longer than the password stays the same.
/// </remarks>
internal sealed record TwoFactorChallenge(Guid UserId, int SecurityVersion, DateTimeOffset ExpiresAt)
{
    private const string Prefix = "se2f1_";
    private const int PrefixSize = 6, BodySize = 16 + 4 + 8 + 12, TagSize = 16;

    // Prefix, and 56 bytes in base64url.
    private const int Length = 81;

    public string Encode(byte[] key)
    {
        Span<byte> data = stackalloc byte[PrefixSize + BodySize + TagSize];
        "se2f1_"u8.CopyTo(data);
        var body = data.Slice(PrefixSize, BodySize);
        UserId.TryWriteBytes(body, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(body[16..], SecurityVersion);
        BinaryPrimitives.WriteInt64BigEndian(body[20..], ExpiresAt.ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(body[28..]);
        Tag(key, data[..^TagSize], data[^TagSize..]);
        return Prefix + Base64Url.EncodeToString(data[PrefixSize..]);
    }

    public static TwoFactorChallenge? TryParse(string? text, byte[] key)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        Span<byte> data = stackalloc byte[PrefixSize + BodySize + TagSize];
        "se2f1_"u8.CopyTo(data);
        if (!Base64UrlText.TryDecode(text.AsSpan(PrefixSize), data[PrefixSize..], out var written) || written != BodySize + TagSize)
            return null;
        Span<byte> tag = stackalloc byte[TagSize];
        Tag(key, data[..^TagSize], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, data[^TagSize..]))
            return null;
        var body = data.Slice(PrefixSize, BodySize);
        return new TwoFactorChallenge(
            new Guid(body[..16], bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(body[16..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(body[20..])));
    }

    private static void Tag(byte[] key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, data, mac);
        mac[..TagSize].CopyTo(tag);
    }
}
