using System.Buffers;
using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Access tokens that verified, by their SHA-256, and sessions as last read. Thread-safe.</summary>
internal sealed class SessionCache(int capacity)
{
    private readonly BoundedCache<TokenHash, VerifiedToken> _tokens = new(capacity);
    private readonly BoundedCache<Guid, SessionSnapshot> _sessions = new(capacity);

    /// <summary>The key of a token; null for what is too long for one or not ASCII.</summary>
    public static TokenHash? HashOf(string token)
    {
        if (token.Length > AccessTokens.MaxLength)
            return null;
        Span<byte> bytes = stackalloc byte[token.Length];
        if (Ascii.FromUtf16(token, bytes, out _) != OperationStatus.Done)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new TokenHash(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]), BitConverter.ToUInt64(hash[16..]), BitConverter.ToUInt64(hash[24..]));
    }

    public VerifiedToken? Find(TokenHash hash) => _tokens.TryGet(hash, out var token) ? token : null;

    public void Remember(TokenHash hash, VerifiedToken token) => _tokens.Set(hash, token, static (value, _) => value);

    public SessionSnapshot? Find(Guid sessionId) => _sessions.TryGet(sessionId, out var snapshot) ? snapshot : null;

    public void Remember(Guid sessionId, SessionSnapshot snapshot) => _sessions.Set(sessionId, snapshot, SessionSnapshot.Merge);

    /// <summary>A revocation made here counts here at once.</summary>
    public void Revoked(Guid sessionId) =>
        Remember(sessionId, new SessionSnapshot(TokenRejection.SessionRevoked, default, DateTimeOffset.MaxValue, ClientFingerprint.Unknown, 0));

    internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D);

    internal sealed record VerifiedToken(string KeyId, AccessTokenClaims Claims);
}
