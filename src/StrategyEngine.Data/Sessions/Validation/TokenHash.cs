using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>The SHA-256 of a token: what it is remembered by.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    // A third of the time of SHA256.HashData goes into looking the algorithm up, which an instance does less often.
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    /// <summary>The hash of a token; null for what is too long for one or not ASCII.</summary>
    [SkipLocalsInit]
    public static TokenHash? Of(string token)
    {
        if (token.Length > AccessTokens.MaxLength)
            return null;
        Span<byte> bytes = stackalloc byte[AccessTokens.MaxLength];
        if (Ascii.FromUtf16(token, bytes, out var length) != OperationStatus.Done)
            return null;
        var sha256 = _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(bytes[..length]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.GetHashAndReset(hash);
        return new TokenHash(
            BitConverter.ToUInt64(hash),
            BitConverter.ToUInt64(hash[8..]),
            BitConverter.ToUInt64(hash[16..]),
            BitConverter.ToUInt64(hash[24..]));
    }

    // Any part of a hash is as good as a hash of it.
    public override int GetHashCode() => (int)A;
}
