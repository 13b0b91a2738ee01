using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Validates access tokens, and writes down that their sessions are in use.</summary>
internal static class SessionValidation
{
    public static ValueTask<ValidationResult> ValidateAsync(
        SessionServices services, string? token, TokenFreshness freshness, ClientInfo? client, CancellationToken cancellationToken)
    {
        // A token seen before, of a session read lately, is answered without an asynchronous step.
        var moment = Moment.Of(services.TimeProvider);
        var verifying = VerifyAsync(services, token, moment, cancellationToken);
        return verifying.IsCompletedSuccessfully
            ? JudgeAsync(services, verifying.Result, freshness, client, moment, cancellationToken)
            : VerifyAndJudgeAsync(services, verifying, freshness, client, cancellationToken);
    }

    /// <summary>A token that the library signed, of whatever age; or why it is none.</summary>
    public static ValueTask<(VerifiedToken? Token, TokenRejection Rejection)> VerifyAsync(
        SessionServices services, string? token, Moment moment, CancellationToken cancellationToken)
    {
        if (token is null || TokenHash.Of(token) is not { } hash)
            return new((null, TokenRejection.Malformed));
        if (services.Cache.Find(hash) is not { } verified)
            return VerifyFirstAsync(services, token, hash, moment, cancellationToken);

        // The key may have been revoked since.
        var finding = services.Keys.FindAsync(verified.KeyId, moment, cancellationToken);
        return finding.IsCompletedSuccessfully ? new(Confirm(verified, finding.Result)) : ConfirmAsync(verified, finding);
    }

    private static (VerifiedToken? Token, TokenRejection Rejection) Confirm(VerifiedToken verified, AccessTokenKey? key) =>
        key is null ? (null, TokenRejection.UnknownKey) : (verified, default);

    private static async ValueTask<(VerifiedToken? Token, TokenRejection Rejection)> ConfirmAsync(
        VerifiedToken verified, ValueTask<AccessTokenKey?> finding) =>
        Confirm(verified, await finding.ConfigureAwait(false));

    private static async ValueTask<(VerifiedToken? Token, TokenRejection Rejection)> VerifyFirstAsync(
        SessionServices services, string token, TokenHash hash, Moment moment, CancellationToken cancellationToken)
    {
        if (StrictJwt.TryParse(token) is not { } jwt)
            return (null, TokenRejection.Malformed);
        if (await services.Keys.FindAsync(jwt.KeyId, moment, cancellationToken).ConfigureAwait(false) is not { } key)
            return (null, TokenRejection.UnknownKey);
        if (jwt.Algorithm != AccessTokenKey.Name(key.Algorithm))
            return (null, TokenRejection.Forged);
        if (await services.AccessTokens.VerifyAsync(token, key).ConfigureAwait(false) is { } rejection)
            return (null, rejection);

        var verified = new VerifiedToken(jwt.KeyId, jwt.Claims);
        services.Cache.Remember(hash, verified);
        return (verified, default);
    }

    private static async ValueTask<ValidationResult> VerifyAndJudgeAsync(
        SessionServices services,
        ValueTask<(VerifiedToken? Token, TokenRejection Rejection)> verifying,
        TokenFreshness freshness,
        ClientInfo? client,
        CancellationToken cancellationToken)
    {
        // The keys were read meanwhile, which takes time.
        var verification = await verifying.ConfigureAwait(false);
        return await JudgeAsync(services, verification, freshness, client, Moment.Of(services.TimeProvider), cancellationToken)
            .ConfigureAwait(false);
    }

    private static ValueTask<ValidationResult> JudgeAsync(
        SessionServices services,
        (VerifiedToken? Token, TokenRejection Rejection) verification,
        TokenFreshness freshness,
        ClientInfo? client,
        Moment moment,
        CancellationToken cancellationToken)
    {
        if (verification.Token is not { } token)
            return new(Reject(verification.Rejection));
        if (services.AccessTokens.CheckLifetime(token.IssuedAt, token.ExpiresAt, moment.Now) is { } dated)
            return new(Reject(dated));
        if (freshness == TokenFreshness.Stateless)
            return new(token.Result);
        if (freshness == TokenFreshness.Cached && services.Cache.Find(token.SessionId) is { } known && IsFresh(services, known, moment))
            return Judge(services, token, known, client, cancellationToken);
        return ReadAndJudgeAsync(services, token, client, moment.Now, cancellationToken);
    }

    private static async ValueTask<ValidationResult> ReadAndJudgeAsync(
        SessionServices services, VerifiedToken token, ClientInfo? client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await ReadAsync(services, token, now, cancellationToken).ConfigureAwait(false);
        return await Judge(services, token, session, client, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<ValidationResult> Judge(
        SessionServices services, VerifiedToken token, SessionSnapshot session, ClientInfo? client, CancellationToken cancellationToken)
    {
        if (session.Rejection is { } ended)
            return new(Reject(ended));
        if (client is null
            || session.Client.ChangeTo(ClientFingerprint.Of(client)) is not (not ClientChange.None and var change)
            || token.Result is not ValidationResult.Valid valid)
        {
            return new(token.Result);
        }

        return (change & services.Options.EndSessionOnClientChange) == 0
            ? new(valid with { ClientChange = change })
            : EndAsync(services, token, cancellationToken);
    }

    private static async ValueTask<ValidationResult> EndAsync(
        SessionServices services, VerifiedToken token, CancellationToken cancellationToken)
    {
        await SessionEnding.RevokeOneAsync(services, token.SessionId, SessionRevocation.ClientChanged, null, cancellationToken)
            .ConfigureAwait(false);
        return Reject(TokenRejection.ClientChanged);
    }

    private static ValidationResult.Rejected Reject(TokenRejection reason)
    {
        if (SessionMetrics.CountsRejections)
            SessionMetrics.Rejected(SnakeCase.Write(reason));
        return new ValidationResult.Rejected(reason);
    }

    private static bool IsFresh(SessionServices services, SessionSnapshot snapshot, Moment moment) =>
        snapshot.Rejection == TokenRejection.SessionRevoked
        || (services.TimeProvider.GetElapsedTime(snapshot.ReadAt, moment.Timestamp) < services.Options.RevocationDelay
            && moment.Now < snapshot.ExpiresAt
            && moment.Now - snapshot.LastSeenAt < services.Options.ActivityInterval);

    private static async Task<SessionSnapshot> ReadAsync(
        SessionServices services, VerifiedToken claims, DateTimeOffset now, CancellationToken cancellationToken)
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
                : row.SecurityVersion != row.UserSecurityVersion || claims.SecurityVersion != row.SecurityVersion
                    ? TokenRejection.SecurityChanged
                : null;
            var snapshot = new SessionSnapshot(
                rejection,
                row?.LastSeenAt ?? default,
                row?.IdleExpiresAt ?? DateTimeOffset.MaxValue,
                ClientFingerprint.Of(row?.IpAddress, row?.UserAgent),
                readAt);
            if (rejection is null && now - row!.LastSeenAt >= services.Options.ActivityInterval)
            {
                var expiresAt = Instants.Earlier(now + services.IdleTimeout(row.IsRemembered), row.AbsoluteExpiresAt);
                if (await services.TryWriteUseAsync(
                    context, () => TouchAsync(services, context, claims.SessionId, now, expiresAt, cancellationToken))
                    .ConfigureAwait(false))
                {
                    snapshot = snapshot with { LastSeenAt = now, ExpiresAt = expiresAt };
                }
            }

            services.Cache.Remember(claims.SessionId, snapshot);
            return snapshot;
        }
    }

    private static Task<int> TouchAsync(
        SessionServices services,
        DbContext context,
        Guid sessionId,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken)
    {
        var stale = now - services.Options.ActivityInterval;
        return context.Set<UserSession>()
            .Where(
                session =>
                    session.Id == sessionId && session.RevokedAt == null && session.LastSeenAt <= stale && session.IdleExpiresAt > now)
            .ExecuteUpdateAsync(
                update => update.SetProperty(session => session.LastSeenAt, now).SetProperty(session => session.IdleExpiresAt, expiresAt),
                cancellationToken);
    }
}
