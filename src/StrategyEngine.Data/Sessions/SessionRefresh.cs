using System.Diagnostics;
using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
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

    private static readonly CompiledQuery<Func<DbContext, Guid, CancellationToken, Task<SessionRow?>>> Read = new(
        () => EF.CompileAsyncQuery((DbContext context, Guid id, CancellationToken _) => context.Set<UserSession>()
            .Where(session => session.Id == id)
            .Select(session => new SessionRow
            {
                Id = session.Id,
                UserId = session.UserId,
                Type = session.SessionType,
                IsRemembered = session.IsRemembered,
                Scopes = session.Scopes,
                AuthenticationMethods = session.AuthenticationMethods,
                CreatedAt = session.CreatedAt,
                Generation = session.Generation,
                Hash = session.RefreshHash,
                PreviousHash = session.RefreshPreviousHash,
                Salt = session.RefreshSalt,
                RotatedAt = session.RotatedAt,
                IdleExpiresAt = session.IdleExpiresAt,
                AbsoluteExpiresAt = session.AbsoluteExpiresAt,
                RevokedAt = session.RevokedAt,
                SecurityVersion = session.SecurityVersion,
                IpAddress = session.IpAddress,
                UserAgent = session.UserAgent,
                UserIsActive = session.User!.IsActive,
                UserSecurityVersion = session.User.SecurityVersion,
            })
            .SingleOrDefault()));

    public static async Task<RefreshResult> RefreshAsync(SessionServices services, string? text, ClientInfo client, CancellationToken cancellationToken)
    {
        var result = await DecideAsync(services, text, client, cancellationToken).ConfigureAwait(false);
        SessionMetrics.Refreshed(Names.Of(result));
        return result;
    }

    private static async Task<RefreshResult> DecideAsync(SessionServices services, string? text, ClientInfo client, CancellationToken cancellationToken)
    {
        if (text is not { Length: RefreshToken.Length })
            return new RefreshResult.Invalid(RefreshRejection.Malformed);
        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var key = keys.Root!.Refresh;
        if (RefreshToken.TryParse(text, id => id == key.Id ? key : null) is not { } token)
            return new RefreshResult.Invalid(RefreshRejection.Malformed);

        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            // Once for all that follows: setting up a connection costs as much as a statement.
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var now = services.Now;
                var row = await Read.In(context)(context, token.SessionId, cancellationToken).ConfigureAwait(false);
                if (row is null)
                    return new RefreshResult.Invalid(RefreshRejection.UnknownSession);
                if (Ended(row, now) is { } ended)
                    return new RefreshResult.Invalid(ended);

                var place = Place(row, token, now, services.Options.RefreshGracePeriod);
                var change = row.Client.ChangeTo(ClientFingerprint.Of(client));
                if (ReuseOf(place, change) is { } cause)
                    return await RevokeReusedAsync(services, context, row, cause, now, client, cancellationToken).ConfigureAwait(false);
                if (place == TokenPlace.FromTheFuture)
                    return FromTheFuture(services, token);
                if ((change & services.Options.EndSessionOnClientChange) != 0)
                {
                    await context.Database.CloseConnectionAsync().ConfigureAwait(false); // the revocation takes one of its own
                    await SessionRevocations.RevokeOneAsync(services, row.Id, SessionRevocation.ClientChanged, null, cancellationToken).ConfigureAwait(false);
                    return new RefreshResult.Invalid(RefreshRejection.ClientChanged);
                }

                switch (place)
                {
                    case TokenPlace.Current when await TryRotateAsync(services, context, row, token, key, now, client, change, cancellationToken).ConfigureAwait(false) is { } rotated:
                        Log.SessionRotated(services.Logger, token.SessionId, row.Generation + 1);
                        return new RefreshResult.Rotated(SessionIssuer.Issue(services, keys, rotated.Session, rotated.Token, now), change);
                    case TokenPlace.Current:
                        continue;
                    case TokenPlace.JustMade:
                        return new RefreshResult.Replayed(SessionIssuer.Issue(services, keys, row.Live(row.IdleExpiresAt), token, now), change);
                    case TokenPlace.JustSpent when token.Successor(key, row.Salt!) is var successor && IsCurrent(row, successor):
                        return new RefreshResult.Replayed(SessionIssuer.Issue(services, keys, row.Live(row.IdleExpiresAt), successor, now), change);
                    default:
                        return FromTheFuture(services, token);
                }
            }
        }

        throw new UnreachableException();
    }

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

    private static Task<(RefreshToken Token, LiveSession Session)?> TryRotateAsync(
        SessionServices services,
        DbContext context,
        SessionRow row,
        RefreshToken token,
        RefreshKey key,
        DateTimeOffset now,
        ClientInfo client,
        ClientChange change,
        CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(RefreshKey.SaltSize);
        var successor = token.Successor(key, salt);
        var hash = successor.Hash();
        var idleExpiresAt = Instants.Earlier(now + services.IdleTimeout(row.IsRemembered), row.AbsoluteExpiresAt);
        return SessionServices.InTransactionAsync<(RefreshToken, LiveSession)?>(
            context,
            async (_, transaction, token) =>
            {
                var rotated = await SessionRotation
                    .RunAsync(context, row.Id, row.Generation, row.Hash, hash, salt, now, idleExpiresAt, token).ConfigureAwait(false);
                if (rotated == 0)
                    return null;
                if (change != ClientChange.None || row.LearnsFrom(client))
                    await MoveAsync(services, context, row, client, change, token).ConfigureAwait(false);
                await AuthenticationLog.AppendAsync(context, services, AuthenticationEventKind.SessionRefreshed, row.UserId, row.Id, client, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return (successor, row.Live(idleExpiresAt));
            },
            cancellationToken);
    }

    // From now on the session is this client's, so that a change is noticed once.
    private static async Task MoveAsync(
        SessionServices services, DbContext context, SessionRow row, ClientInfo client, ClientChange change, CancellationToken cancellationToken)
    {
        var session = await context.Set<UserSession>().SingleAsync(session => session.Id == row.Id, cancellationToken).ConfigureAwait(false);
        session.IpAddress = ClientText.Address(client.IpAddress) ?? session.IpAddress;
        session.UserAgent = change.HasFlag(ClientChange.UserAgent) ? ClientText.UserAgent(client.UserAgent) : session.UserAgent ?? ClientText.UserAgent(client.UserAgent);
        if (change != ClientChange.None)
        {
            AuthenticationLog.Add(context, services, AuthenticationEventKind.ClientChanged, row.UserId, row.Id, detail: ClientText.Of(change), client: client);
            Log.ClientChanged(services.Logger, row.Id, ClientText.Of(change));
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<RefreshResult> RevokeReusedAsync(
        SessionServices services, DbContext context, SessionRow row, ReuseCause cause, DateTimeOffset now, ClientInfo client, CancellationToken cancellationToken)
    {
        await SessionServices.InTransactionAsync(
            context,
            async (_, transaction, token) =>
            {
                await SessionRevocations.RevokeAsync(
                    context.Set<UserSession>().Where(session => session.Id == row.Id), SessionRevocation.TokenReused, now, token).ConfigureAwait(false);
                AuthenticationLog.Add(context, services, AuthenticationEventKind.RefreshTokenReused, row.UserId, row.Id, detail: Names.Of(cause), client: client);
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

    // The columns a refresh needs.
    private sealed class SessionRow
    {
        public required Guid Id { get; init; }

        public required Guid UserId { get; init; }

        public required SessionType Type { get; init; }

        public required bool IsRemembered { get; init; }

        public required string Scopes { get; init; }

        public required string AuthenticationMethods { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required int Generation { get; init; }

        public required byte[] Hash { get; init; }

        public byte[]? PreviousHash { get; init; }

        public byte[]? Salt { get; init; }

        public DateTimeOffset? RotatedAt { get; init; }

        public required DateTimeOffset IdleExpiresAt { get; init; }

        public required DateTimeOffset AbsoluteExpiresAt { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }

        public required int SecurityVersion { get; init; }

        public string? IpAddress { get; init; }

        public string? UserAgent { get; init; }

        public required bool UserIsActive { get; init; }

        public required int UserSecurityVersion { get; init; }

        public ClientFingerprint Client => ClientFingerprint.Of(IpAddress, UserAgent);

        /// <summary>Whether a client tells what was not known when the session was opened.</summary>
        public bool LearnsFrom(ClientInfo client) =>
            (IpAddress is null && ClientText.Address(client.IpAddress) is not null) || (UserAgent is null && ClientText.UserAgent(client.UserAgent) is not null);

        public LiveSession Live(DateTimeOffset idleExpiresAt) => new(
            Id, UserId, SessionTypeText.Write(Type), SecurityVersion, Scopes, AuthenticationMethods, CreatedAt, idleExpiresAt, AbsoluteExpiresAt);
    }
}
