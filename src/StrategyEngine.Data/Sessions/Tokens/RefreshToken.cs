using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// A refresh token: a <see cref="TaggedToken"/> of prefix <c>sert1_</c> with key id (1 byte), session (16), generation (4) and secret (32).
/// </summary>
/// <remarks>
/// What was not made here is told by its tag, without touching the database, and an old token is known to be the library's without a
/// history of them. The 69 bytes of body and tag are 92 characters exactly: there is one spelling.
/// </remarks>
internal sealed class RefreshToken
{
    public const string Prefix = "sert1_";
    public const int Length = 98;

    private const int BodySize = 1 + 16 + 4 + RefreshKey.SecretSize;

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

    /// <summary>Whether a text may be a token: what has not its length, prefix and alphabet needs no key to be refused.</summary>
    public static bool HasForm([NotNullWhen(true)] string? text) =>
        text is { Length: Length }
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Base64UrlText.HasAlphabet(text.AsSpan(Prefix.Length));

    /// <summary>The token of a text that was made here under this key; else null.</summary>
    public static RefreshToken? TryParse(string? text, RefreshKey key)
    {
        Span<byte> body = stackalloc byte[BodySize];
        return TaggedToken.TryDecode(Prefix, text, body, key.Tag) && body[0] == key.Id
            ? new RefreshToken(
                new Guid(body.Slice(1, 16), bigEndian: true), BinaryPrimitives.ReadUInt32BigEndian(body[17..]), body[21..].ToArray())
            : null;
    }

    /// <summary>What the database keeps of it: SHA-256 of the secret, which has 256 bits of entropy.</summary>
    public byte[] Hash() => _hash ??= SHA256.HashData(_secret);

    /// <summary>The one token that may follow this one under a salt.</summary>
    public RefreshToken Successor(RefreshKey key, ReadOnlySpan<byte> salt) =>
        new(SessionId, Generation + 1, key.Successor(SessionId, Generation + 1, salt, _secret));

    /// <summary>The token as its holder presents it.</summary>
    public string Encode(RefreshKey key)
    {
        Span<byte> body = stackalloc byte[BodySize];
        body[0] = key.Id;
        SessionId.TryWriteBytes(body[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(body[17..], Generation);
        _secret.CopyTo(body[21..]);
        return TaggedToken.Encode(Prefix, body, key.Tag);
    }

    /// <summary>Says nothing of the token but its kind.</summary>
    public override string ToString() => "refresh token";
}
