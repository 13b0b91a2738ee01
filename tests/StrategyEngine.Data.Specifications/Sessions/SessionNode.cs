using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>A real <see cref="SessionManager"/>, whose secrets are written down as it gives them.</summary>
public sealed class SessionNode(SessionManager manager, SecretLedger ledger)
{
    public SessionManager Manager { get; } = manager;

    public async Task<CreateSessionResult> CreateSessionAsync(
        Guid userId, ClientInfo? client = null, SessionRequest? request = null, CancellationToken cancellationToken = default)
    {
        ledger.Record(client);
        return ledger.Record(await Manager.CreateSessionAsync(userId, client, request, cancellationToken));
    }

    public async ValueTask<ValidationResult> ValidateTokenAsync(
        string? accessToken,
        TokenFreshness freshness = TokenFreshness.Cached,
        ClientInfo? client = null,
        CancellationToken cancellationToken = default)
    {
        ledger.Record(client);
        return ledger.Record(await Manager.ValidateTokenAsync(accessToken, freshness, client, cancellationToken));
    }

    public async Task<RefreshResult> RefreshTokenAsync(
        string? refreshToken, ClientInfo? client = null, CancellationToken cancellationToken = default)
    {
        ledger.Record(client);
        return ledger.Record(await Manager.RefreshTokenAsync(refreshToken, client, cancellationToken));
    }

    public Task<bool> RevokeSessionAsync(
        Guid sessionId, SessionRevocation reason = SessionRevocation.RevokedByUser, Guid? ownerId = null) =>
        Manager.RevokeSessionAsync(sessionId, reason, ownerId);

    public Task<int> RevokeAllSessionsAsync(Guid userId, Guid? exceptSessionId = null) =>
        Manager.RevokeAllSessionsAsync(userId, exceptSessionId);

    public Task<IReadOnlyList<SessionInfo>> ListSessionsAsync(Guid userId) => Manager.ListSessionsAsync(userId);

    public Task<CleanupResult> CleanupExpiredSessionsAsync(CancellationToken cancellationToken = default) =>
        Manager.CleanupExpiredSessionsAsync(cancellationToken);

    public Task<IReadOnlyList<SigningKeyInfo>> ListSigningKeysAsync() => Manager.ListSigningKeysAsync();

    public Task<bool> RevokeSigningKeyAsync(Guid signingKeyId) => Manager.RevokeSigningKeyAsync(signingKeyId);
}
