using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Statements;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Opens sessions, and keeps each user's number of them.</summary>
internal static class SessionCreation
{
    private const int MaxScopes = 1000, MaxMethods = 90;

    private static readonly ModelStatement LockAny = new(LockStatement);
    private static readonly ModelStatement LockVersion = new(
        sql => $"{LockStatement(sql)} AND {sql.Is<User>(nameof(User.SecurityVersion), "version")}");

    private static readonly EntityInsert<UserSession> Insert = new();

    // The user and, in as many rows, the live sessions, the one used longest ago first.
    private static readonly ModelStatement ReadOwner = new(sql =>
        $"""
        SELECT {sql.Select<User>("u", nameof(User.SecurityVersion), nameof(User.SecurityVersion))}, {sql.Select<UserSession>("s", nameof(UserSession.Id), nameof(UserSession.Id))}
        FROM {sql.Table<User>()} AS u LEFT JOIN {sql.Table<UserSession>()} AS s
            ON s.{sql.Column<UserSession>(nameof(UserSession.UserId))} = u.{sql.Column<User>(nameof(User.Id))}
            AND s.{sql.Column<UserSession>(nameof(UserSession.RevokedAt))} IS NULL
            AND s.{sql.Column<UserSession>(nameof(UserSession.IdleExpiresAt))} > {sql.Parameter<UserSession>(nameof(UserSession.IdleExpiresAt), "now")}
        WHERE u.{sql.Is<User>(nameof(User.Id), "id")}
        ORDER BY s.{sql.Column<UserSession>(nameof(UserSession.LastSeenAt))}, s.{sql.Column<UserSession>(nameof(UserSession.Id))}
        """);

    public static async Task<CreateSessionResult> CreateAsync(
        SessionServices services, SessionOpening opening, CancellationToken cancellationToken)
    {
        var request = opening.Request;
        var scopes = SpaceSeparated.Join(request.Scopes, MaxScopes, nameof(SessionRequest.Scopes));
        var methods = SpaceSeparated.Join(request.AuthenticationMethods, MaxMethods, nameof(SessionRequest.AuthenticationMethods));
        if (!Enum.IsDefined(request.Type))
            throw new ArgumentException("The type of session is not one of the defined ones.", nameof(opening));

        var userId = opening.UserId;
        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var evicted = new List<Guid>();
        var result = await services.UseOpenAsync(
            (open, cancelled) => open.InTransactionAsync<CreateSessionResult>(
                async token =>
                {
                    evicted.Clear();
                    var now = services.Now;
                    if (await LockAsync(open, userId, opening.SecurityVersion, now, token).ConfigureAwait(false) is { } refused)
                        return (false, refused);

                    var owner = await ReadOwner.ReadAsync(
                        open,
                        row => (SecurityVersion: row.Get<int>(nameof(User.SecurityVersion)),
                            SessionId: row.Outer<Guid>(nameof(UserSession.Id))),
                        token,
                        ("id", userId),
                        ("now", now))
                        .ConfigureAwait(false);
                    var live = owner.Where(row => row.SessionId is not null).Select(row => row.SessionId!.Value).ToList();
                    var excess = live.Count + 1 - services.Options.MaxSessionsPerUser;
                    if (excess > 0 && services.Options.CapBehavior == SessionCapBehavior.Refuse)
                        return (false, new CreateSessionResult.TooManySessions());
                    if (excess > 0)
                    {
                        evicted.AddRange(live.Take(excess));
                        var context = open.Context;
                        await SessionEnding.RevokeAsync(
                            context.Set<UserSession>().Where(session => evicted.Contains(session.Id)),
                            SessionRevocation.Evicted,
                            now,
                            token)
                            .ConfigureAwait(false);
                        SessionEnding.Record(context, services, userId, evicted, SessionRevocation.Evicted);
                        await context.SaveChangesAsync(token).ConfigureAwait(false);
                    }

                    var absolute = now + services.AbsoluteLifetime(request.Remember);
                    var (session, refreshToken) = New(services, opening, scopes, methods, owner[0].SecurityVersion, now, absolute);
                    await Insert.ExecuteAsync(open, session, now, token).ConfigureAwait(false);
                    await AuthenticationLog.AppendAsync(
                        open, services, AuthenticationEventKind.LoggedIn, userId, session.Id, opening.Client, token,
                        detail: opening.IsNewDevice ? $"{methods} new_device" : methods.Length > 0 ? methods : null).ConfigureAwait(false);

                    var issued = SessionIssuer.Issue(services, keys, SessionRow.Of(session, now), refreshToken, now);
                    return (true, new CreateSessionResult.Created(issued));
                },
                cancelled),
            cancellationToken).ConfigureAwait(false);

        SessionEnding.Announce(services, userId, evicted, SessionRevocation.Evicted);
        if (result is CreateSessionResult.Created created)
        {
            SessionMetrics.Happened(SnakeCase.Write(AuthenticationEventKind.LoggedIn));
            Log.SessionCreated(services.Logger, created.Tokens.SessionId, userId);
        }

        return result;
    }

    /// <summary>A new row and the first refresh token of it.</summary>
    public static (UserSession Session, RefreshToken Token) New(
        SessionServices services,
        SessionOpening opening,
        string scopes,
        string methods,
        int securityVersion,
        DateTimeOffset now,
        DateTimeOffset absoluteExpiresAt)
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
        OpenContext open, Guid userId, int? securityVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = securityVersion is { } version
            ? await LockVersion.ExecuteAsync(open, cancellationToken, ("id", userId), ("active", true), ("now", now), ("version", version))
                .ConfigureAwait(false)
            : await LockAny.ExecuteAsync(open, cancellationToken, ("id", userId), ("active", true), ("now", now)).ConfigureAwait(false);
        if (found > 0)
            return null;
        var exists = await open.Context.Set<User>().AnyAsync(user => user.Id == userId, cancellationToken).ConfigureAwait(false);
        return exists ? new CreateSessionResult.UserDisabled() : new CreateSessionResult.UnknownUser();
    }

    private static string LockStatement(StatementWriter sql) =>
        $"""
        UPDATE {sql.Table<User>()}
        SET {sql.Column<User>(nameof(User.LoginCount))} = {sql.Column<User>(nameof(User.LoginCount))} + 1, {sql.Is<User>(nameof(User.LastLoginAt), "now")}
        WHERE {sql.Is<User>(nameof(User.Id), "id")} AND {sql.Is<User>(nameof(User.IsActive), "active")}
        """;
}
