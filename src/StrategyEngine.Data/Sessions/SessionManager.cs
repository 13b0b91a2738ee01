using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Opens, validates, refreshes and ends sessions.</summary>
/// <remarks>
/// <para>Thread-safe; one per database and process. Any number of processes may share the database: every promise is kept by it, not by
/// a lock in memory.</para>
/// <para>
/// A session has an access token, short-lived and never stored, and a refresh token, of which only a hash is stored and which is
/// exchanged for its successor at every refresh. See <c>docs/sessions.md</c>.
/// </para>
/// </remarks>
public sealed class SessionManager
{
    private readonly SessionServices _services;

    /// <summary>Creates the manager; nothing is read or made before the first use.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">How long sessions live, and so on; null for the defaults. Read once.</param>
    /// <param name="logger">Where to log; no token and no address is logged.</param>
    /// <exception cref="TradingDataException">An option is out of range; the message names every one that is. Code <c>sessions.options</c>.</exception>
    public SessionManager(TradingDatabase database, SessionOptions? options = null, ILogger<SessionManager>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        options ??= new SessionOptions();
        if (new SessionOptionsValidator().Validate(null, options) is { Failed: true } invalid)
            throw new TradingDataException("sessions.options", invalid.FailureMessage);
        _services = new SessionServices(database, options.Copy(), (ILogger?)logger ?? NullLogger.Instance);
    }

    internal SessionServices Services => _services;

    /// <summary>Opens a session for a user whose identity the caller has established.</summary>
    /// <remarks>
    /// <see cref="AccountManager.LogInAsync"/> calls this; call it yourself after authenticating in another way. Where the user has
    /// <see cref="SessionOptions.MaxSessionsPerUser"/> sessions, those used longest ago are revoked in the same transaction, or the new
    /// one is refused: <see cref="SessionOptions.CapBehavior"/>.
    /// </remarks>
    /// <param name="userId">The user.</param>
    /// <param name="ipAddress">The client's address, for the list of devices; stored encrypted. What is not an address is left out.</param>
    /// <param name="userAgent">The client's description of itself; stored encrypted, at most 512 characters of it.</param>
    /// <param name="request">What the session is for; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The tokens, or why there are none.</returns>
    /// <exception cref="ArgumentException">A scope or authentication method has a character it may not have, or there are too many.</exception>
    public Task<CreateSessionResult> CreateSessionAsync(
        Guid userId, string? ipAddress, string? userAgent, SessionRequest? request = null, CancellationToken cancellationToken = default) =>
        SessionCreation.CreateAsync(_services, userId, null, ipAddress, userAgent, request ?? new SessionRequest(), cancellationToken);

    /// <summary>Tells whether an access token is good, and whose it is.</summary>
    /// <remarks>Cached and strict validation write down, at most once in <see cref="SessionOptions.ActivityInterval"/>, that the session is in use.</remarks>
    /// <param name="accessToken">The token as presented, without <c>Bearer</c>. Anything may be given, of any size.</param>
    /// <param name="freshness">How old the knowledge of the session may be.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public ValueTask<ValidationResult> ValidateTokenAsync(
        string? accessToken, TokenFreshness freshness = TokenFreshness.Cached, CancellationToken cancellationToken = default) =>
        SessionValidation.ValidateAsync(_services, accessToken, freshness, cancellationToken);

    /// <summary>Exchanges a refresh token for its successor and a new access token.</summary>
    /// <remarks>
    /// However many present the same token at once, on however many nodes, all get the same successor. A token that was spent before the
    /// grace period revokes the session, because either its holder or whoever presents it is not the user.
    /// </remarks>
    /// <param name="refreshToken">The token as presented. Anything may be given, of any size.</param>
    /// <param name="cancellationToken">Cancels the wait for the database. After a cancellation the token may be spent: present it again within the grace period.</param>
    public Task<RefreshResult> RefreshTokenAsync(string? refreshToken, CancellationToken cancellationToken = default) =>
        SessionRefresh.RefreshAsync(_services, refreshToken, cancellationToken);

    /// <summary>Ends a session. Here it counts at once; on other nodes within <see cref="SessionOptions.RevocationDelay"/>, or at once where validation is strict.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>Whether it was live until now.</returns>
    public Task<bool> RevokeSessionAsync(
        Guid sessionId, SessionRevocation reason = SessionRevocation.RevokedByUser, CancellationToken cancellationToken = default) =>
        SessionRevocations.RevokeOneAsync(_services, sessionId, reason, cancellationToken);

    /// <summary>Ends all sessions of a user, or all but one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptSessionId">The session to keep, such as the one that asks; null for none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels before any is ended.</param>
    /// <returns>How many were live until now.</returns>
    public Task<int> RevokeAllSessionsAsync(
        Guid userId, Guid? exceptSessionId = null, SessionRevocation reason = SessionRevocation.RevokedByUser, CancellationToken cancellationToken = default) =>
        SessionRevocations.RevokeAllAsync(_services, userId, exceptSessionId, reason, cancellationToken);

    /// <summary>The live sessions of a user, the one used last first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public async Task<IReadOnlyList<SessionInfo>> ListSessionsAsync(Guid userId, CancellationToken cancellationToken = default)
    {
        var context = _services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var now = _services.Now;
            var sessions = await context.Set<UserSession>().AsNoTracking()
                .Where(session => session.UserId == userId && session.RevokedAt == null && session.IdleExpiresAt > now)
                .OrderByDescending(session => session.LastSeenAt).ThenByDescending(session => session.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return sessions.ConvertAll(session => new SessionInfo(
                session.Id,
                session.SessionType,
                session.IpAddress,
                session.UserAgent,
                session.IsRemembered,
                SpaceSeparated.Split(session.Scopes),
                session.CreatedAt,
                session.LastSeenAt,
                session.IdleExpiresAt,
                session.AbsoluteExpiresAt));
        }
    }

    /// <summary>
    /// Deletes sessions that ended <see cref="SessionOptions.EndedSessionRetention"/> ago, throttles nobody is slowed by, and signing keys
    /// whose last token has expired; in batches of <see cref="SessionOptions.CleanupBatchSize"/>.
    /// </summary>
    /// <remarks>May run on several nodes at once.</remarks>
    /// <param name="cancellationToken">Stops between batches; what was deleted stays deleted.</param>
    public Task<CleanupReport> CleanupExpiredSessionsAsync(CancellationToken cancellationToken = default) =>
        SessionCleanup.RunAsync(_services, cancellationToken);

    /// <summary>The session of a token that was issued here, of whatever age; null if it was not.</summary>
    internal async Task<Guid?> FindSessionAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is null || !token.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal))
            return (await SessionValidation.VerifyAsync(_services, token, Moment.Of(_services.TimeProvider), cancellationToken).ConfigureAwait(false)).Token?.SessionId;
        var keys = await _services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var key = keys.Root!.Refresh;
        return RefreshToken.TryParse(token, id => id == key.Id ? key : null)?.SessionId;
    }
}
