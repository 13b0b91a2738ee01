using System.Buffers.Binary;
using System.Security.Cryptography;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.TwoFactor;

/// <summary>
/// Proof that the password was right, until the code follows: a <see cref="TaggedToken"/> of prefix <c>se2f1_</c> with user id (16 bytes),
/// security version (4), expiry in Unix milliseconds (8) and nonce (12).
/// </summary>
/// <remarks>
/// Not stored. It admits as often as a code that was not used before is given with it, and no longer than the password stays the same.
/// </remarks>
internal sealed record TwoFactorChallenge(Guid UserId, int SecurityVersion, DateTimeOffset ExpiresAt)
{
    private const string Prefix = "se2f1_";
    private const int BodySize = 16 + 4 + 8 + 12;

    public string Encode(MacKey key)
    {
        Span<byte> body = stackalloc byte[BodySize];
        UserId.TryWriteBytes(body, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(body[16..], SecurityVersion);
        BinaryPrimitives.WriteInt64BigEndian(body[20..], ExpiresAt.ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(body[28..]);
        return TaggedToken.Encode(Prefix, body, key);
    }

    public static TwoFactorChallenge? TryParse(string? text, MacKey key)
    {
        Span<byte> body = stackalloc byte[BodySize];
        return TaggedToken.TryDecode(Prefix, text, body, key)
            ? new TwoFactorChallenge(
                new Guid(body[..16], bigEndian: true),
                BinaryPrimitives.ReadInt32BigEndian(body[16..]),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(body[20..])))
            : null;
    }
}
