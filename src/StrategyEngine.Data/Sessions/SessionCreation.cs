using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Opens sessions, and keeps each user's number of them.</summary>
internal static class SessionCreation
{
    private const int MaxScopes = 1000, MaxMethods = 90;

    private static readonly ModelStatement LockAny = new(LockStatement);
    private static readonly ModelStatement LockVersion = new(sql => $"{LockStatement(sql)} AND {sql.Is<User>(nameof(User.SecurityVersion), "version")}");

    private static readonly CompiledQuery<Func<DbContext, Guid, DateTimeOffset, CancellationToken, Task<Owner>>> ReadOwner = new(
        () => EF.CompileAsyncQuery((DbContext context, Guid userId, DateTimeOffset now, CancellationToken _) => context.Set<User>()
            .Where(user => user.Id == userId)
            .Select(user => new Owner(
                user.SecurityVersion,
                user.Sessions
                    .Where(session => session.RevokedAt == null && session.IdleExpiresAt > now)
                    .OrderBy(session => session.LastSeenAt).ThenBy(session => session.Id)
                    .Select(session => session.Id)
                    .ToList()))
            .Single()));

    public static async Task<CreateSessionResult> CreateAsync(SessionServices services, SessionOpening opening, CancellationToken cancellationToken)
    {
        var request = opening.Request;
        var scopes = SpaceSeparated.Join(request.Scopes, MaxScopes, nameof(SessionRequest.Scopes));
        var methods = SpaceSeparated.Join(request.AuthenticationMethods, MaxMethods, nameof(SessionRequest.AuthenticationMethods));
        if (!Enum.IsDefined(request.Type))
            throw new ArgumentException("The type of session is not one of the defined ones.", nameof(opening));

        var userId = opening.UserId;
        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var evicted = new List<Guid>();
        var result = await services.InTransactionAsync<CreateSessionResult>(
            async (context, transaction, token) =>
            {
                evicted.Clear();
                var now = services.Now;
                if (await LockAsync(context, userId, opening.SecurityVersion, now, token).ConfigureAwait(false) is { } refused)
                    return refused;

                var owner = await ReadOwner.In(context)(context, userId, now, token).ConfigureAwait(false);
                var excess = owner.Live.Count + 1 - services.Options.MaxSessionsPerUser;
                if (excess > 0 && services.Options.CapBehavior == SessionCapBehavior.Refuse)
                    return new CreateSessionResult.TooManySessions();
                if (excess > 0)
                {
                    evicted.AddRange(owner.Live.Take(excess));
                    await SessionRevocations.RevokeAsync(context.Set<UserSession>().Where(session => evicted.Contains(session.Id)), SessionRevocation.Evicted, now, token)
                        .ConfigureAwait(false);
                    SessionRevocations.Record(context, services, userId, evicted, SessionRevocation.Evicted);
                }

                var absolute = now + services.AbsoluteLifetime(request.Remember);
                var (session, refreshToken) = New(services, opening, scopes, methods, owner.SecurityVersion, now, absolute);
                context.Add(session);
                AuthenticationLog.Add(
                    context, services, AuthenticationEventKind.LoggedIn, userId, session.Id,
                    detail: opening.IsNewDevice ? $"{methods} new_device" : methods.Length > 0 ? methods : null, client: opening.Client);
                await context.SaveChangesAsync(token).ConfigureAwait(false);

                var issued = SessionIssuer.Issue(services, keys, LiveSession.Of(session, now), refreshToken, now);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return new CreateSessionResult.Created(issued);
            },
            cancellationToken).ConfigureAwait(false);

        SessionRevocations.Announce(services, userId, evicted, SessionRevocation.Evicted);
        if (result is CreateSessionResult.Created created)
            Log.SessionCreated(services.Logger, created.Tokens.SessionId, userId);
        return result;
    }

    /// <summary>A new row and the first refresh token of it.</summary>
    public static (UserSession Session, RefreshToken Token) New(
        SessionServices services, SessionOpening opening, string scopes, string methods, int securityVersion, DateTimeOffset now, DateTimeOffset absoluteExpiresAt)
    {
        var request = opening.Request;
        var id = Guid.CreateVersion7(services.TimeProvider.GetUtcNow());
        var refreshToken = RefreshToken.First(id);
        return (
            new UserSession
            {
                Id = id,
                UserId = opening.UserId,
                SessionType = request.Type,
                IsRemembered = request.Remember,
                Scopes = scopes,
                AuthenticationMethods = methods,
                RefreshHash = refreshToken.Hash(),
                LastSeenAt = now,
                IdleExpiresAt = Instants.Earlier(now + services.IdleTimeout(request.Remember), absoluteExpiresAt),
                AbsoluteExpiresAt = absoluteExpiresAt,
                SecurityVersion = securityVersion,
                SecondFactorAt = request.AuthenticationMethods.Contains("mfa") ? now : null,
                IpAddress = ClientText.Address(opening.Client.IpAddress),
                UserAgent = ClientText.UserAgent(opening.Client.UserAgent),
            },
            refreshToken);
    }

    // First of all, because the row lock it takes puts the log-ins of one user in order, whatever the database.
    private static async Task<CreateSessionResult?> LockAsync(
        DbContext context, Guid userId, int? securityVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = securityVersion is { } version
            ? await LockVersion.ExecuteAsync(context, cancellationToken, ("id", userId), ("active", true), ("now", now), ("version", version)).ConfigureAwait(false)
            : await LockAny.ExecuteAsync(context, cancellationToken, ("id", userId), ("active", true), ("now", now)).ConfigureAwait(false);
        if (found > 0)
            return null;
        var exists = await context.Set<User>().AnyAsync(user => user.Id == userId, cancellationToken).ConfigureAwait(false);
        return exists ? new CreateSessionResult.UserDisabled() : new CreateSessionResult.UnknownUser();
    }

    private static string LockStatement(ModelStatement.Writer sql) =>
        $"""
        UPDATE {sql.Table<User>()}
        SET {sql.Column<User>(nameof(User.LoginCount))} = {sql.Column<User>(nameof(User.LoginCount))} + 1, {sql.Is<User>(nameof(User.LastLoginAt), "now")}
        WHERE {sql.Is<User>(nameof(User.Id), "id")} AND {sql.Is<User>(nameof(User.IsActive), "active")}
        """;

    // The user whose row is locked, and the live sessions, the one used longest ago first.
    private sealed record Owner(int SecurityVersion, List<Guid> Live);
}
