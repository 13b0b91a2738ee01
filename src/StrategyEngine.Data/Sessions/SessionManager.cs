using System.Diagnostics;

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
[DebuggerDisplay("SessionManager of {_services.Database.Display,nq}")]
public sealed class SessionManager
{
    private readonly SessionServices _services;

    /// <summary>Creates the manager; nothing is read or made before the first use.</summary>
    /// <param name="database">The database.</param>
    /// <param name="options">How long sessions live, and so on; null for the defaults. Read once.</param>
    /// <param name="logger">Where to log; no token and no address is logged.</param>
    /// <exception cref="OptionsOutOfRangeException">An option is out of range; the message names every one that is. Code
    /// <c>sessions.options</c>.</exception>
    public SessionManager(TradingDatabase database, SessionOptions? options = null, ILogger<SessionManager>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        options ??= new SessionOptions();
        OptionRanges.Demand(options);
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
    /// <param name="client">Who opens it, for the list of devices: stored encrypted. Null where nothing is known, as in a console.</param>
    /// <param name="request">What the session is for; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The tokens, or why there are none.</returns>
    /// <exception cref="ArgumentException">A scope or authentication method has a character it may not have, or there are too
    /// many.</exception>
    public Task<CreateSessionResult> CreateSessionAsync(
        Guid userId, ClientInfo? client = null, SessionRequest? request = null, CancellationToken cancellationToken = default) =>
        SessionCreation.CreateAsync(
            _services, new SessionOpening(userId, null, client ?? ClientInfo.Unknown, request ?? new SessionRequest()), cancellationToken);

    /// <summary>Tells whether an access token is good, and whose it is.</summary>
    /// <remarks>
    /// Cached and strict validation write down, at most once in <see cref="SessionOptions.ActivityInterval"/>, that the session is in use.
    /// </remarks>
    /// <param name="accessToken">The token as presented, without <c>Bearer</c>. Anything may be given, of any size.</param>
    /// <param name="freshness">How old the knowledge of the session may be.</param>
    /// <param name="client">Who presents it, so that the result can tell a change; null not to compare. A change is recorded when the
    /// session is refreshed.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public ValueTask<ValidationResult> ValidateTokenAsync(
        string? accessToken,
        TokenFreshness freshness = TokenFreshness.Cached,
        ClientInfo? client = null,
        CancellationToken cancellationToken = default) =>
        SessionValidation.ValidateAsync(_services, accessToken, freshness, client, cancellationToken);

    /// <summary>Exchanges a refresh token for its successor and a new access token.</summary>
    /// <remarks>
    /// However many present the same token at once, on however many nodes, all get the same successor. A token that was spent before the
    /// grace period revokes the session, because either its holder or whoever presents it is not the user.
    /// </remarks>
    /// <param name="refreshToken">The token as presented. Anything may be given, of any size.</param>
    /// <param name="client">
    /// Who presents it. A change is recorded, and told in the result; a spent token from another network and another user agent is never
    /// within grace.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for the database. After a cancellation the token may be spent: present it again
    /// within the grace period.</param>
    public Task<RefreshResult> RefreshTokenAsync(
        string? refreshToken, ClientInfo? client = null, CancellationToken cancellationToken = default) =>
        SessionRefresh.RefreshAsync(_services, refreshToken, client ?? ClientInfo.Unknown, cancellationToken);

    /// <summary>
    /// Ends a session. Here it counts at once; on other nodes within <see cref="SessionOptions.RevocationDelay"/>, or at once where
    /// validation is strict.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ownerId">Whose it must be, where the id comes from a client: another's session is left alone. Null for
    /// anyone's.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>Whether it was live until now.</returns>
    public Task<bool> RevokeSessionAsync(
        Guid sessionId,
        SessionRevocation reason = SessionRevocation.RevokedByUser,
        Guid? ownerId = null,
        CancellationToken cancellationToken = default) =>
        SessionEnding.RevokeOneAsync(_services, sessionId, Defined(reason), ownerId, cancellationToken);

    /// <summary>Ends all sessions of a user, or all but one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="exceptSessionId">The session to keep, such as the one that asks; null for none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels before any is ended.</param>
    /// <returns>How many were live until now.</returns>
    public Task<int> RevokeAllSessionsAsync(
        Guid userId,
        Guid? exceptSessionId = null,
        SessionRevocation reason = SessionRevocation.RevokedByUser,
        CancellationToken cancellationToken = default) =>
        SessionEnding.RevokeAllAsync(_services, userId, exceptSessionId, Defined(reason), cancellationToken);

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
                session.AbsoluteExpiresAt,
                session.SecondFactorAt));
        }
    }

    /// <summary>
    /// Deletes sessions that ended <see cref="SessionOptions.EndedSessionRetention"/> ago, throttles nobody is slowed by, signing keys
    /// whose last token has expired, and events older than <see cref="SessionOptions.EventRetention"/>; in batches of
    /// <see cref="SessionOptions.CleanupBatchSize"/>.
    /// </summary>
    /// <remarks>A host calls it by itself every <see cref="SessionOptions.CleanupInterval"/>. May run on several nodes at once.</remarks>
    /// <param name="cancellationToken">Stops between batches; what was deleted stays deleted.</param>
    public Task<CleanupResult> CleanupExpiredSessionsAsync(CancellationToken cancellationToken = default) =>
        SessionCleanup.RunAsync(_services, cancellationToken);

    /// <summary>The keys of sessions, revoked and retired ones included until they are deleted.</summary>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public Task<IReadOnlyList<SigningKeyInfo>> ListSigningKeysAsync(CancellationToken cancellationToken = default) =>
        SigningKeyControl.ListAsync(_services, cancellationToken);

    /// <summary>
    /// Revokes a key that became known to others: what it signed is not accepted any more, here at once and on other nodes within 30
    /// seconds.
    /// </summary>
    /// <remarks>
    /// A new key is made when one is needed. Sessions refresh unharmed after the key of access tokens was revoked; after that of refresh
    /// tokens (<c>refresh</c>) everybody logs in again.
    /// </remarks>
    /// <param name="signingKeyId">The key, from <see cref="ListSigningKeysAsync"/>.</param>
    /// <param name="cancellationToken">Cancels before it is revoked.</param>
    /// <returns>Whether there is one that was not revoked until now.</returns>
    public Task<bool> RevokeSigningKeyAsync(Guid signingKeyId, CancellationToken cancellationToken = default) =>
        SigningKeyControl.RevokeAsync(_services, signingKeyId, cancellationToken);

    /// <summary>The public keys that verify access tokens, as a JWK Set (RFC 7517 §5), for an endpoint that other services read.</summary>
    /// <remarks>
    /// Announced keys are in it before they sign, and retired ones until their last token has expired: whoever reads it once in
    /// <see cref="SessionOptions.SigningKeyAnnouncement"/> is never behind. Under <see cref="SigningAlgorithm.HS256"/> it is empty: whoever
    /// could verify could sign.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>The JSON: <c>{"keys":[…]}</c>.</returns>
    public Task<string> GetJsonWebKeySetAsync(CancellationToken cancellationToken = default) =>
        SigningKeyControl.PublishAsync(_services, cancellationToken);

    /// <summary>The session of a token that was issued here, of whatever age; null if it was not.</summary>
    internal async Task<Guid?> FindSessionAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is null || !token.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal))
        {
            return (await SessionValidation.VerifyAsync(_services, token, Moment.Of(_services.TimeProvider), cancellationToken)
                .ConfigureAwait(false)).Token?.SessionId;
        }

        var keys = await _services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        return RefreshToken.TryParse(token, keys.Root!.Refresh)?.SessionId;
    }

    private static SessionRevocation Defined(SessionRevocation reason) =>
        Enum.IsDefined(reason)
            ? reason
            : throw new ArgumentOutOfRangeException(nameof(reason), reason, "The reason is not one of the defined ones.");
}
