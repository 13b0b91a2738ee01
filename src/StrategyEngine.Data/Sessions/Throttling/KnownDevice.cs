using System.Buffers.Binary;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.Throttling;

/// <summary>
/// A device from which a user has logged in before (OWASP, Slow Down Online Guessing Attacks with Device Cookies): a
/// <see cref="TaggedToken"/> of prefix <c>sedv1_</c> with device id (16 bytes), user id (16), security version (4) and expiry in Unix
/// milliseconds (8).
/// </summary>
/// <remarks>
/// It opens nothing: it lets its holder try under a count of its own, so that whoever guesses from elsewhere slows only themselves. A
/// stolen one is worth as many guesses as any device has, until the password or the second factor changes.
/// </remarks>
internal sealed record KnownDevice(Guid Id, Guid UserId, int SecurityVersion, DateTimeOffset ExpiresAt)
{
    private const string Prefix = "sedv1_";
    private const int BodySize = 16 + 16 + 4 + 8;

    public IssuedToken Issue(MacKey key)
    {
        Span<byte> body = stackalloc byte[BodySize];
        Id.TryWriteBytes(body, bigEndian: true, out _);
        UserId.TryWriteBytes(body[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(body[32..], SecurityVersion);
        BinaryPrimitives.WriteInt64BigEndian(body[36..], ExpiresAt.ToUnixTimeMilliseconds());
        return new IssuedToken(TaggedToken.Encode(Prefix, body, key), ExpiresAt);
    }

    /// <summary>
    /// The device of a token that the library issued, not past its time, and of this user since the last change of security; else null.
    /// </summary>
    public static KnownDevice? Find(string? token, Guid? userId, int? securityVersion, MacKey key, DateTimeOffset now)
    {
        Span<byte> body = stackalloc byte[BodySize];
        if (!TaggedToken.TryDecode(Prefix, token, body, key))
            return null;
        var device = new KnownDevice(
            new Guid(body[..16], bigEndian: true),
            new Guid(body[16..32], bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(body[32..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(body[36..])));
        return device.UserId == userId && device.SecurityVersion == securityVersion && device.ExpiresAt > now ? device : null;
    }
}
