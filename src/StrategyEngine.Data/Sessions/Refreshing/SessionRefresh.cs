using System.Diagnostics;
using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Statements;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Rotates refresh tokens.</summary>
/// <remarks>
/// <para>
/// A rotation is one UPDATE that finds the generation and hash it expects: of parallel refreshes, on however many nodes, one rotates.
/// Because the successor derives from the token presented and the salt in the row, the others, who read the row again, give the same
/// token as the winner. Spending the old token and publishing the new one is the same write, so no one sees neither.
/// </para>
/// <para>
/// Within the grace period of a rotation the new token is given back as it is instead of being rotated again, so that a slow parallel
/// request is never two generations behind.
/// </para>
/// </remarks>
internal static class SessionRefresh
{
    // A refresh that loses the race finds the outcome when it reads again; it cannot lose forever.
    private const int MaxAttempts = 8;

    public static async Task<RefreshResult> RefreshAsync(
        SessionServices services, string? text, ClientInfo client, CancellationToken cancellationToken)
    {
        var result = await DecideAsync(services, text, client, cancellationToken).ConfigureAwait(false);
        SessionMetrics.Refreshed(Names.Of(result));
        return result;
    }

    private static async Task<RefreshResult> DecideAsync(
        SessionServices services, string? text, ClientInfo client, CancellationToken cancellationToken)
    {
        if (!RefreshToken.HasForm(text))
            return new RefreshResult.Invalid(RefreshRejection.Malformed);
        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var key = keys.Root!.Refresh;
        if (RefreshToken.TryParse(text, key) is not { } token)
            return new RefreshResult.Invalid(RefreshRejection.Malformed);

        var result = await services.UseOpenAsync(
            (open, cancelled) => DecideAsync(services, open, token, keys, client, cancelled), cancellationToken).ConfigureAwait(false);
        if (result is RefreshResult.Invalid { Reason: RefreshRejection.ClientChanged })
        {
            await SessionEnding.RevokeOneAsync(services, token.SessionId, SessionRevocation.ClientChanged, null, cancellationToken)
                .ConfigureAwait(false);
        }

        return result;
    }

    private static async Task<RefreshResult> DecideAsync(
        SessionServices services,
        OpenContext open,
        RefreshToken token,
        SessionKeys keys,
        ClientInfo client,
        CancellationToken cancellationToken)
    {
        var key = keys.Root!.Refresh;
        var presenter = ClientFingerprint.Of(client);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var now = services.Now;
            var known = attempt == 0 ? Known(services, token, client, presenter, now) : null;
            if ((known ?? await SessionRow.ReadAsync(open, token.SessionId, cancellationToken).ConfigureAwait(false)) is not { } row)
                return new RefreshResult.Invalid(RefreshRejection.UnknownSession);
            if (Ended(row, now) is { } ended)
                return new RefreshResult.Invalid(ended);

            var place = Place(row, token, now, services.Options.RefreshGracePeriod);
            var change = row.Client.ChangeTo(presenter);
            if (ReuseOf(place, change) is { } cause)
                return await RevokeReusedAsync(services, open.Context, row, cause, now, client, cancellationToken).ConfigureAwait(false);
            if (place == TokenPlace.FromTheFuture)
                return FromTheFuture(services, token);
            if ((change & services.Options.EndSessionOnClientChange) != 0)
                return new RefreshResult.Invalid(RefreshRejection.ClientChanged);

            switch (place)
            {
                case TokenPlace.Current when await TryRotateAsync(services, open, row, token, key, now, client, change, cancellationToken)
                    .ConfigureAwait(false) is { } rotated:
                    Log.SessionRotated(services.Logger, token.SessionId, row.Generation + 1);
                    return new RefreshResult.Rotated(SessionIssuer.Issue(services, keys, rotated.Session, rotated.Token, now), change);
                case TokenPlace.Current:
                    continue;
                case TokenPlace.JustMade:
                    return new RefreshResult.Replayed(SessionIssuer.Issue(services, keys, row, token, now), change);
                case TokenPlace.JustSpent when token.Successor(key, row.Salt!) is var successor && IsCurrent(row, successor):
                    return new RefreshResult.Replayed(SessionIssuer.Issue(services, keys, row, successor, now), change);
                default:
                    return FromTheFuture(services, token);
            }
        }

        throw new UnreachableException();
    }

    // What the last refresh here left in the row, if the token is the one that is due and nothing else is to be decided. The UPDATE finds
    // out whether it is still so; what it does not compare never changes but with the generation. A refresh that is not the ordinary one
    // reads the row.
    private static SessionRow? Known(
        SessionServices services, RefreshToken token, ClientInfo client, ClientFingerprint presenter, DateTimeOffset now) =>
        services.Cache.FindRow(token.SessionId) is { } row
        && Ended(row, now) is null
        && Place(row, token, now, services.Options.RefreshGracePeriod) == TokenPlace.Current
        && row.Client.ChangeTo(presenter) == ClientChange.None
        && !row.LearnsFrom(client)
            ? row
            : null;

    private static TokenPlace Place(SessionRow row, RefreshToken token, DateTimeOffset now, TimeSpan gracePeriod)
    {
        // A clock that stepped back must not stretch the grace period until it has caught up.
        var withinGrace = row.RotatedAt is { } rotatedAt && (now - rotatedAt).Duration() < gracePeriod;
        if (token.Generation == row.Generation)
            return !IsCurrent(row, token) ? TokenPlace.FromTheFuture : withinGrace ? TokenPlace.JustMade : TokenPlace.Current;
        if (token.Generation > row.Generation)
            return TokenPlace.FromTheFuture;
        var isPrevious = token.Generation == row.Generation - 1
            && row.PreviousHash is { } previous && CryptographicOperations.FixedTimeEquals(token.Hash(), previous);
        return !isPrevious ? TokenPlace.Stale : withinGrace ? TokenPlace.JustSpent : TokenPlace.Previous;
    }

    private static bool IsCurrent(SessionRow row, RefreshToken token) => CryptographicOperations.FixedTimeEquals(token.Hash(), row.Hash);

    private static RefreshRejection? Ended(SessionRow row, DateTimeOffset now) =>
        row.RevokedAt is not null ? RefreshRejection.SessionRevoked
        : now >= row.IdleExpiresAt || now >= row.AbsoluteExpiresAt ? RefreshRejection.SessionExpired
        : !row.UserIsActive ? RefreshRejection.UserDisabled
        : row.SecurityVersion != row.UserSecurityVersion ? RefreshRejection.SecurityChanged
        : null;

    // A spent token is a reuse when it comes too late, and also in time when nothing of the client is as it was.
    private static ReuseCause? ReuseOf(TokenPlace place, ClientChange change) => place switch
    {
        TokenPlace.Previous => ReuseCause.Previous,
        TokenPlace.Stale => ReuseCause.Stale,
        TokenPlace.JustSpent when change == (ClientChange.Network | ClientChange.UserAgent) => ReuseCause.OtherClient,
        _ => null,
    };

    private static RefreshResult.Invalid FromTheFuture(SessionServices services, RefreshToken token)
    {
        Log.RefreshTokenFromTheFuture(services.Logger, token.SessionId);
        return new RefreshResult.Invalid(RefreshRejection.FromTheFuture);
    }

    private static async Task<(RefreshToken Token, SessionRow Session)?> TryRotateAsync(
        SessionServices services,
        OpenContext open,
        SessionRow row,
        RefreshToken token,
        RefreshKey key,
        DateTimeOffset now,
        ClientInfo client,
        ClientChange change,
        CancellationToken cancellationToken)
    {
        var salt = new byte[RefreshKey.SaltSize];
        RandomStock.Fill(salt);
        var successor = token.Successor(key, salt);
        var idleExpiresAt = Instants.Earlier(now + services.IdleTimeout(row.IsRemembered), row.AbsoluteExpiresAt);
        var isRotated = await open.InTransactionAsync(
            async cancelled =>
            {
                var rotated = await SessionRotation
                    .RunAsync(open, row.Id, row.Generation, row.Hash, successor.Hash(), salt, now, idleExpiresAt, cancelled)
                    .ConfigureAwait(false);
                if (rotated == 0)
                    return (false, false);
                if (change != ClientChange.None || row.LearnsFrom(client))
                    await MoveAsync(services, open.Context, row, client, change, cancelled).ConfigureAwait(false);
                await AuthenticationLog.AppendAsync(
                    open, services, AuthenticationEventKind.SessionRefreshed, row.UserId, row.Id, client, cancelled).ConfigureAwait(false);
                return (true, true);
            },
            cancellationToken).ConfigureAwait(false);
        if (!isRotated)
            return null;
        SessionMetrics.Happened(SnakeCase.Write(AuthenticationEventKind.SessionRefreshed));
        var session = row.Rotated(successor.Hash(), salt, now, idleExpiresAt);
        if (change == ClientChange.None && !row.LearnsFrom(client))
            services.Cache.Remember(session);
        return (successor, session);
    }

    // From now on the session is this client's, so that a change is noticed once.
    private static async Task MoveAsync(
        SessionServices services,
        DbContext context,
        SessionRow row,
        ClientInfo client,
        ClientChange change,
        CancellationToken cancellationToken)
    {
        var session = await context.Set<UserSession>().SingleAsync(session => session.Id == row.Id, cancellationToken)
            .ConfigureAwait(false);
        session.IpAddress = ClientText.Address(client.IpAddress) ?? session.IpAddress;
        session.UserAgent = change.HasFlag(ClientChange.UserAgent)
            ? ClientText.UserAgent(client.UserAgent)
            : session.UserAgent ?? ClientText.UserAgent(client.UserAgent);
        if (change != ClientChange.None)
        {
            AuthenticationLog.Add(
                context,
                services,
                AuthenticationEventKind.ClientChanged,
                row.UserId,
                row.Id,
                detail: ClientText.Of(change),
                client: client);
            Log.ClientChanged(services.Logger, row.Id, ClientText.Of(change));
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<RefreshResult> RevokeReusedAsync(
        SessionServices services,
        DbContext context,
        SessionRow row,
        ReuseCause cause,
        DateTimeOffset now,
        ClientInfo client,
        CancellationToken cancellationToken)
    {
        await SessionServices.InTransactionAsync(
            context,
            async (_, transaction, token) =>
            {
                var revoked = await SessionEnding.RevokeAsync(
                    context.Set<UserSession>().Where(session => session.Id == row.Id), SessionRevocation.TokenReused, now, token)
                    .ConfigureAwait(false);
                if (revoked == 0)
                    return false; // and is on record
                AuthenticationLog.Add(
                    context,
                    services,
                    AuthenticationEventKind.RefreshTokenReused,
                    row.UserId,
                    row.Id,
                    detail: SnakeCase.Write(cause),
                    client: client);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        services.Cache.Revoked(row.Id);
        Log.RefreshTokenReused(services.Logger, row.Id, cause.ToString());
        return new RefreshResult.ReuseDetected(row.Id, cause);
    }

    // Where a token stands in the line of a session.
    private enum TokenPlace
    {
        Current,
        JustMade,
        JustSpent,
        Previous,
        Stale,
        FromTheFuture,
    }
}
