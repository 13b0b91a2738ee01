using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Opens sessions, and keeps each user's number of them.</summary>
internal static class SessionCreation
{
    private const int MaxScopes = 1000, MaxMethods = 100;

    /// <param name="services">The shared parts.</param>
    /// <param name="userId">Whose session.</param>
    /// <param name="securityVersion">The user's security version when the credentials were checked; null to take the present one.</param>
    /// <param name="ipAddress">The client's address as text.</param>
    /// <param name="userAgent">The client's description of itself.</param>
    /// <param name="request">What the session is for.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public static async Task<CreateSessionResult> CreateAsync(
        SessionServices services, Guid userId, int? securityVersion, string? ipAddress, string? userAgent, SessionRequest request, CancellationToken cancellationToken)
    {
        var scopes = SpaceSeparated.Join(request.Scopes, MaxScopes, nameof(SessionRequest.Scopes));
        var methods = SpaceSeparated.Join(request.AuthenticationMethods, MaxMethods, nameof(SessionRequest.AuthenticationMethods));
        if (!Enum.IsDefined(request.Type))
            throw new ArgumentException("The type of session is not one of the defined ones.", nameof(request));

        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var evicted = new List<Guid>();
        var result = await services.InTransactionAsync<CreateSessionResult>(
            async (context, transaction, token) =>
            {
                evicted.Clear();
                var now = services.Now;

                // First of all, because the row lock it takes puts the log-ins of one user in order, whatever the database.
                var found = await context.Set<User>()
                    .Where(user => user.Id == userId && user.IsActive && (securityVersion == null || user.SecurityVersion == securityVersion))
                    .ExecuteUpdateAsync(
                        update => update.SetProperty(user => user.LoginCount, user => user.LoginCount + 1).SetProperty(user => user.LastLoginAt, now), token)
                    .ConfigureAwait(false);
                if (found == 0)
                {
                    var exists = await context.Set<User>().AnyAsync(user => user.Id == userId, token).ConfigureAwait(false);
                    return exists ? new CreateSessionResult.UserDisabled() : new CreateSessionResult.UnknownUser();
                }

                var live = await context.Set<UserSession>()
                    .Where(session => session.UserId == userId && session.RevokedAt == null && session.IdleExpiresAt > now)
                    .OrderBy(session => session.LastSeenAt).ThenBy(session => session.Id)
                    .Select(session => session.Id)
                    .ToListAsync(token).ConfigureAwait(false);
                var excess = live.Count + 1 - services.Options.MaxSessionsPerUser;
                if (excess > 0 && services.Options.CapBehavior == SessionCapBehavior.Refuse)
                    return new CreateSessionResult.TooManySessions();
                if (excess > 0)
                {
                    evicted.AddRange(live.Take(excess));
                    await SessionRevocations.RevokeAsync(context.Set<UserSession>().Where(session => evicted.Contains(session.Id)), SessionRevocation.Evicted, now, token)
                        .ConfigureAwait(false);
                }

                var version = securityVersion
                    ?? await context.Set<User>().Where(user => user.Id == userId).Select(user => user.SecurityVersion).SingleAsync(token).ConfigureAwait(false);
                var (session, refreshToken) = NewSession(services, userId, version, request, now);
                session.IpAddress = ClientText.Address(ipAddress);
                session.UserAgent = ClientText.UserAgent(userAgent);
                context.Add(session);
                await context.SaveChangesAsync(token).ConfigureAwait(false);

                var issued = SessionIssuer.Issue(services, keys, Live(session, now), refreshToken, now);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return new CreateSessionResult.Created(issued);
            },
            cancellationToken).ConfigureAwait(false);

        evicted.ForEach(services.Cache.Revoked);
        if (evicted.Count > 0)
            Log.SessionsRevoked(services.Logger, evicted.Count, userId, nameof(SessionRevocation.Evicted));
        if (result is CreateSessionResult.Created created)
            Log.SessionCreated(services.Logger, created.Tokens.SessionId, userId);
        return result;

        (UserSession, RefreshToken) NewSession(SessionServices services, Guid userId, int version, SessionRequest request, DateTimeOffset now)
        {
            var id = Guid.CreateVersion7(services.TimeProvider.GetUtcNow());
            var refreshToken = RefreshToken.First(id);
            var absolute = now + services.AbsoluteLifetime(request.Remember);
            return (
                new UserSession
                {
                    Id = id,
                    UserId = userId,
                    SessionType = request.Type,
                    IsRemembered = request.Remember,
                    Scopes = scopes,
                    AuthenticationMethods = methods,
                    RefreshHash = refreshToken.Hash(),
                    LastSeenAt = now,
                    IdleExpiresAt = Instants.Earlier(now + services.IdleTimeout(request.Remember), absolute),
                    AbsoluteExpiresAt = absolute,
                    SecurityVersion = version,
                },
                refreshToken);
        }
    }

    private static LiveSession Live(UserSession session, DateTimeOffset now) => new(
        session.Id,
        session.UserId,
        SessionTypeText.Write(session.SessionType),
        session.SecurityVersion,
        session.Scopes,
        session.AuthenticationMethods,
        now,
        session.IdleExpiresAt,
        session.AbsoluteExpiresAt);
}
