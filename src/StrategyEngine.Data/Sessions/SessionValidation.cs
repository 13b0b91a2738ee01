using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Validates access tokens, and writes down that their sessions are in use.</summary>
internal static class SessionValidation
{
    public static async ValueTask<ValidationResult> ValidateAsync(
        SessionServices services, string? token, TokenFreshness freshness, ClientInfo? client, CancellationToken cancellationToken)
    {
        var result = await DecideAsync(services, token, freshness, client, cancellationToken).ConfigureAwait(false);
        if (result is ValidationResult.Rejected rejected && SessionMetrics.CountsRejections)
            SessionMetrics.Rejected(Names.Of(rejected.Reason));
        return result;
    }

    private static async ValueTask<ValidationResult> DecideAsync(
        SessionServices services, string? token, TokenFreshness freshness, ClientInfo? client, CancellationToken cancellationToken)
    {
        var (claims, rejection) = await VerifyAsync(services, token, cancellationToken).ConfigureAwait(false);
        if (claims is null)
            return new ValidationResult.Rejected(rejection);
        var now = services.Now;
        if (services.AccessTokens.CheckLifetime(claims, now) is { } dated)
            return new ValidationResult.Rejected(dated);
        var change = ClientChange.None;
        if (freshness != TokenFreshness.Stateless)
        {
            var snapshot = freshness == TokenFreshness.Cached && services.Cache.Find(claims.SessionId) is { } known && IsFresh(services, known, now)
                ? known
                : await ReadAsync(services, claims, now, cancellationToken).ConfigureAwait(false);
            if (snapshot.Rejection is { } ended)
                return new ValidationResult.Rejected(ended);
            if (client is not null)
                change = snapshot.Client.ChangeTo(ClientFingerprint.Of(client));
            if ((change & services.Options.EndSessionOnClientChange) != 0)
            {
                await SessionRevocations.RevokeOneAsync(services, claims.SessionId, SessionRevocation.ClientChanged, cancellationToken).ConfigureAwait(false);
                return new ValidationResult.Rejected(TokenRejection.ClientChanged);
            }
        }

        return SessionTypeText.Read(claims.Kind) is { } type
            ? new ValidationResult.Valid(new ValidatedSession(
                claims.SessionId, claims.UserId, type, claims.Scopes, claims.Methods, claims.AuthenticatedAt, claims.ExpiresAt), change)
            : new ValidationResult.Rejected(TokenRejection.Malformed);
    }

    /// <summary>The claims of a token we signed, of whatever age; or why it is none.</summary>
    public static async ValueTask<(AccessTokenClaims? Claims, TokenRejection Rejection)> VerifyAsync(
        SessionServices services, string? token, CancellationToken cancellationToken)
    {
        if (token is null || SessionCache.HashOf(token) is not { } hash)
            return (null, TokenRejection.Malformed);
        if (services.Cache.Find(hash) is { } verified)
        {
            // The key may have been revoked since.
            return await services.Keys.FindAsync(verified.KeyId, cancellationToken).ConfigureAwait(false) is null
                ? (null, TokenRejection.UnknownKey)
                : (verified.Claims, default);
        }

        if (StrictJwt.TryParse(token) is not { } jwt)
            return (null, TokenRejection.Malformed);
        if (await services.Keys.FindAsync(jwt.KeyId, cancellationToken).ConfigureAwait(false) is not { } key)
            return (null, TokenRejection.UnknownKey);
        if (jwt.Algorithm != AccessTokenKey.Name(key.Algorithm))
            return (null, TokenRejection.Forged);
        if (await services.AccessTokens.VerifyAsync(token, key).ConfigureAwait(false) is { } rejection)
            return (null, rejection);

        services.Cache.Remember(hash, new SessionCache.VerifiedToken(jwt.KeyId, jwt.Claims));
        return (jwt.Claims, default);
    }

    private static bool IsFresh(SessionServices services, SessionSnapshot snapshot, DateTimeOffset now) =>
        snapshot.Rejection == TokenRejection.SessionRevoked
        || (services.TimeProvider.GetElapsedTime(snapshot.ReadAt) < services.Options.RevocationDelay
            && now < snapshot.ExpiresAt
            && now - snapshot.LastSeenAt < services.Options.ActivityInterval);

    private static async Task<SessionSnapshot> ReadAsync(
        SessionServices services, AccessTokenClaims claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var readAt = services.TimeProvider.GetTimestamp();
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Set<UserSession>()
                .Where(session => session.Id == claims.SessionId)
                .Select(session => new
                {
                    session.UserId,
                    session.IsRemembered,
                    session.RevokedAt,
                    session.LastSeenAt,
                    session.IdleExpiresAt,
                    session.AbsoluteExpiresAt,
                    session.SecurityVersion,
                    session.IpAddress,
                    session.UserAgent,
                    UserIsActive = session.User!.IsActive,
                    UserSecurityVersion = session.User.SecurityVersion,
                })
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            TokenRejection? rejection =
                row is null || row.RevokedAt is not null || row.UserId != claims.UserId ? TokenRejection.SessionRevoked
                : now >= row.IdleExpiresAt || now >= row.AbsoluteExpiresAt ? TokenRejection.SessionExpired
                : !row.UserIsActive ? TokenRejection.UserDisabled
                : row.SecurityVersion != row.UserSecurityVersion || claims.SecurityVersion != row.SecurityVersion ? TokenRejection.SecurityChanged
                : null;
            var snapshot = new SessionSnapshot(rejection, row?.LastSeenAt ?? default, row?.IdleExpiresAt ?? DateTimeOffset.MaxValue, ClientFingerprint.Of(row?.IpAddress, row?.UserAgent), readAt);
            if (rejection is null && now - row!.LastSeenAt >= services.Options.ActivityInterval)
            {
                var expiresAt = Instants.Earlier(now + services.IdleTimeout(row.IsRemembered), row.AbsoluteExpiresAt);
                await TouchAsync(services, context, claims.SessionId, now, expiresAt, cancellationToken).ConfigureAwait(false);
                snapshot = snapshot with { LastSeenAt = now, ExpiresAt = expiresAt };
            }

            services.Cache.Remember(claims.SessionId, snapshot);
            return snapshot;
        }
    }

    private static Task<int> TouchAsync(
        SessionServices services, DbContext context, Guid sessionId, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var stale = now - services.Options.ActivityInterval;
        return context.Set<UserSession>()
            .Where(session => session.Id == sessionId && session.RevokedAt == null && session.LastSeenAt <= stale && session.IdleExpiresAt > now)
            .ExecuteUpdateAsync(
                update => update.SetProperty(session => session.LastSeenAt, now).SetProperty(session => session.IdleExpiresAt, expiresAt),
                cancellationToken);
    }
}
