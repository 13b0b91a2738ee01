using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.ServiceKeys;

/// <summary>
/// The text of a service credential: <c>sekey1_</c> and the base64url of its id (16 bytes), secret (31) and CRC-32C of prefix and body (4,
/// RFC 9260 appendix A).
/// </summary>
/// <remarks>
/// The prefix lets scanners of source code and logs recognise it, the checksum lets them and the library refuse what is no credential
/// without asking the database. 51 bytes are 68 characters exactly: there is one spelling.
/// </remarks>
internal sealed class ServiceKey
{
    public const string Prefix = "sekey1_";
    public const int Length = 75;

    private const int SecretSize = 31, BodySize = 16 + SecretSize, ChecksumSize = 4;

    private readonly byte[] _secret;

    private ServiceKey(Guid id, byte[] secret) => (Id, _secret) = (id, secret);

    public Guid Id { get; }

    public static ServiceKey New(Guid id) => new(id, RandomNumberGenerator.GetBytes(SecretSize));

    public static ServiceKey? TryParse(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        Span<byte> data = stackalloc byte[BodySize + ChecksumSize];
        if (!Base64UrlText.TryDecode(text.AsSpan(Prefix.Length), data, out var written)
            || written != data.Length
            || BinaryPrimitives.ReadUInt32BigEndian(data[BodySize..]) != Checksum(data[..BodySize]))
        {
            return null;
        }

        return new ServiceKey(new Guid(data[..16], bigEndian: true), data[16..BodySize].ToArray());
    }

    /// <summary>What the database keeps of it: SHA-256 of the secret, which has 248 bits of entropy.</summary>
    public byte[] Hash() => SHA256.HashData(_secret);

    public string Encode()
    {
        Span<byte> data = stackalloc byte[BodySize + ChecksumSize];
        Id.TryWriteBytes(data, bigEndian: true, out _);
        _secret.CopyTo(data[16..]);
        BinaryPrimitives.WriteUInt32BigEndian(data[BodySize..], Checksum(data[..BodySize]));
        return Prefix + Base64Url.EncodeToString(data);
    }

    /// <summary>Says nothing of the credential but its kind.</summary>
    public override string ToString() => "service credential";

    private static uint Checksum(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        foreach (var value in "sekey1_"u8)
            crc = BitOperations.Crc32C(crc, value);
        foreach (var value in body)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
