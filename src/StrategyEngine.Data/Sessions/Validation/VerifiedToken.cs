using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>
/// An access token whose form and signature are good, and what validating it comes to unless it or its session has ended. Immutable.
/// </summary>
/// <remarks>Many are remembered, so it holds what is asked of it again, and not the claims.</remarks>
internal sealed class VerifiedToken(string keyId, AccessTokenClaims claims)
{
    /// <summary>The key that signed it, which may be revoked later.</summary>
    public string KeyId { get; } = keyId;

    public Guid SessionId { get; } = claims.SessionId;

    public Guid UserId { get; } = claims.UserId;

    public int SecurityVersion { get; } = claims.SecurityVersion;

    public DateTimeOffset IssuedAt { get; } = claims.IssuedAt;

    public DateTimeOffset ExpiresAt { get; } = claims.ExpiresAt;

    public ValidationResult Result { get; } = SnakeCase.Find<SessionType>(claims.Kind) is { } type
        ? new ValidationResult.Valid(new ValidatedSession(
            claims.SessionId, claims.UserId, type, claims.Scopes, claims.Methods, claims.AuthenticatedAt, claims.ExpiresAt))
        : new ValidationResult.Rejected(TokenRejection.Malformed);
}
