using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// A refresh token: <c>sert1_</c> and the base64url of key id (1 byte), session (16), generation (4), secret (32), tag (16).
/// </summary>
/// <remarks>
/// The tag is HMAC-SHA256 over prefix and body, cut to 16 bytes. What was not made here is thus told without touching the database,
/// and an old token is known to be ours without a history of them. 69 bytes are 92 characters exactly: there is one spelling.
/// </remarks>
internal sealed class RefreshToken
{
    public const string Prefix = "sert1_";
    public const int Length = 98;

    private const int BodySize = 1 + 16 + 4 + RefreshKey.SecretSize;
    private const int PrefixSize = 6;

    private readonly byte[] _secret;
    private byte[]? _hash;

    public RefreshToken(Guid sessionId, uint generation, byte[] secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, RefreshKey.SecretSize);
        SessionId = sessionId;
        Generation = generation;
        _secret = secret;
    }

    public Guid SessionId { get; }

    public uint Generation { get; }

    /// <summary>The first token of a session, from the system's random generator.</summary>
    public static RefreshToken First(Guid sessionId) =>
        new(sessionId, 0, RandomNumberGenerator.GetBytes(RefreshKey.SecretSize));

    public static RefreshToken? TryParse(string? text, Func<byte, RefreshKey?> key)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        Span<byte> data = stackalloc byte[PrefixSize + BodySize + RefreshKey.TagSize];
        "sert1_"u8.CopyTo(data);
        if (!Base64UrlText.TryDecode(text.AsSpan(PrefixSize), data[PrefixSize..], out var written)
            || written != BodySize + RefreshKey.TagSize
            || key(data[PrefixSize]) is not { } mac)
        {
            return null;
        }

        Span<byte> tag = stackalloc byte[RefreshKey.TagSize];
        mac.Tag(data[..^RefreshKey.TagSize], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, data[^RefreshKey.TagSize..]))
        {
            return null;
        }

        var body = data.Slice(PrefixSize, BodySize);
        return new RefreshToken(
            new Guid(body.Slice(1, 16), bigEndian: true),
            BinaryPrimitives.ReadUInt32BigEndian(body[17..]),
            body[21..].ToArray());
    }

    /// <summary>What the database keeps of it: SHA-256 of the secret, which has 256 bits of entropy.</summary>
    public byte[] Hash() => _hash ??= SHA256.HashData(_secret);

    /// <summary>The one token that may follow this one under a salt.</summary>
    public RefreshToken Successor(RefreshKey key, ReadOnlySpan<byte> salt) =>
        new(SessionId, Generation + 1, key.Successor(SessionId, Generation + 1, salt, _secret));

    /// <summary>The token as its holder presents it.</summary>
    public string Encode(RefreshKey key)
    {
        Span<byte> data = stackalloc byte[PrefixSize + BodySize + RefreshKey.TagSize];
        "sert1_"u8.CopyTo(data);
        var body = data.Slice(PrefixSize, BodySize);
        body[0] = key.Id;
        SessionId.TryWriteBytes(body[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(body[17..], Generation);
        _secret.CopyTo(body[21..]);
        key.Tag(data[..^RefreshKey.TagSize], data[^RefreshKey.TagSize..]);
        return Prefix + Base64Url.EncodeToString(data[PrefixSize..]);
    }

    /// <summary>Says nothing of the token but its kind.</summary>
    public override string ToString() => "refresh token";
}
