using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Registers users, logs them in and out, and manages passwords and second factors.</summary>
/// <remarks>
/// Thread-safe; one per database and process. Passwords are hashed with Argon2id (RFC 9106), at most
/// <see cref="AccountOptions.MaxConcurrentHashes"/> at once. Limits on attempts are kept in the database and hold across processes.
/// See <c>docs/sessions.md</c>.
/// </remarks>
[DebuggerDisplay("AccountManager of {_services.Sessions.Database.Display,nq}")]
public sealed class AccountManager
{
    private readonly SessionManager _sessions;
    private readonly AccountServices _services;

    /// <summary>Creates the manager; nothing is read before the first use.</summary>
    /// <param name="sessions">The sessions that log-ins open, and with them the database.</param>
    /// <param name="options">What passwords must be, and so on; null for the defaults. Read once.</param>
    /// <exception cref="OptionsOutOfRangeException">An option is out of range; the message names every one that is. Code
    /// <c>sessions.options</c>.</exception>
    public AccountManager(SessionManager sessions, AccountOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        options ??= new AccountOptions();
        OptionRanges.Demand(options);
        _sessions = sessions;
        _services = new AccountServices(sessions.Services, options.Copy());
    }

    /// <summary>Registers a user.</summary>
    /// <param name="username">1 to 100 characters, without @ and control characters; unique without regard to case.</param>
    /// <param name="email">The e-mail address; unique without regard to case. Whether it is the user's own is for the host to
    /// verify.</param>
    /// <param name="password">The password, as the user chose it.</param>
    /// <param name="cancellationToken">Cancels before the user is stored.</param>
    public Task<RegisterResult> RegisterAsync(string username, string email, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        return Registration.RegisterAsync(_services, username, email, password, cancellationToken);
    }

    /// <summary>Logs in with a password, and opens a session unless a second factor is enrolled.</summary>
    /// <remarks>
    /// An unknown user, a wrong password and a disabled user are answered alike, after one hash each. Attempts are limited per address and
    /// per account, whether it exists or not; an account is slowed, never locked.
    /// </remarks>
    /// <param name="usernameOrEmail">The username or e-mail address, in any case.</param>
    /// <param name="password">The password, as typed.</param>
    /// <param name="client">Who calls: limits attempts, and appears in the list of sessions. Null where nothing is known, as in a
    /// console.</param>
    /// <param name="request">What the session is for; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels before a session is stored.</param>
    public Task<LoginResult> LogInAsync(
        string usernameOrEmail,
        string password,
        ClientInfo? client = null,
        SessionRequest? request = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(usernameOrEmail);
        ArgumentNullException.ThrowIfNull(password);
        return PasswordLogin.LogInAsync(
            _services, usernameOrEmail, password, client ?? ClientInfo.Unknown, request ?? new SessionRequest(), cancellationToken);
    }

    /// <summary>Logs in with the code that <see cref="LoginResult.TwoFactorRequired"/> asked for.</summary>
    /// <param name="challenge">The challenge, as revealed there.</param>
    /// <param name="code">Six digits from the authenticator application, or a recovery code. Each is accepted once.</param>
    /// <param name="client">As in <see cref="LogInAsync"/>.</param>
    /// <param name="request">As in <see cref="LogInAsync"/>: it is not remembered from there.</param>
    /// <param name="cancellationToken">Cancels before a session is stored; the code may be spent then.</param>
    public Task<LoginResult> CompleteTwoFactorAsync(
        string challenge,
        string code,
        ClientInfo? client = null,
        SessionRequest? request = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorLogin.CompleteAsync(
            _services, challenge, code, client ?? ClientInfo.Unknown, request ?? new SessionRequest(), cancellationToken);
    }

    /// <summary>Logs out: revokes the session of a token.</summary>
    /// <param name="token">Its access or refresh token, of whatever age. Anything may be given.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>Whether the session was live until now.</returns>
    public async Task<bool> LogOutAsync(string? token, CancellationToken cancellationToken = default) =>
        await _sessions.FindSessionAsync(token, cancellationToken).ConfigureAwait(false) is { } sessionId
        && await LogOutAsync(sessionId, cancellationToken).ConfigureAwait(false);

    /// <summary>Logs out: revokes a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>Whether it was live until now.</returns>
    public Task<bool> LogOutAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        _sessions.RevokeSessionAsync(sessionId, SessionRevocation.LoggedOut, null, cancellationToken);

    /// <summary>Changes a password, given the current one, and revokes every session of the user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="currentPassword">The password until now.</param>
    /// <param name="newPassword">The password from now on.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userId, string currentPassword, string newPassword, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(currentPassword);
        ArgumentNullException.ThrowIfNull(newPassword);
        return PasswordChange.ChangeAsync(_services, userId, currentPassword, newPassword, cancellationToken);
    }

    /// <summary>
    /// Tells whether a logged-in user knows the password: to be asked before something that deserves it, such as enrolling a second factor.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="password">The password, as typed. Attempts are limited, apart from those of logging in.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public Task<VerifyPasswordResult> VerifyPasswordAsync(Guid userId, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        return PasswordChange.VerifyAsync(_services, userId, password, cancellationToken);
    }

    /// <summary>
    /// Sets a password for a user whose identity the caller has established otherwise, by a message to their address for instance, and
    /// revokes every session.
    /// </summary>
    /// <remarks>The second factor stays: whoever resets a password still needs it to log in.</remarks>
    /// <param name="userId">The user.</param>
    /// <param name="newPassword">The password from now on.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<ChangePasswordResult> SetPasswordAsync(Guid userId, string newPassword, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newPassword);
        return PasswordChange.SetAsync(_services, userId, newPassword, cancellationToken);
    }

    /// <summary>
    /// Disables an account: no log-in, no session and no service credential of it is accepted any more, until it is enabled again.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    /// <returns>Whether there is such a user, who was active until now.</returns>
    public Task<bool> DisableAsync(Guid userId, CancellationToken cancellationToken = default) =>
        AccountActivation.SetAsync(_services, userId, active: false, cancellationToken);

    /// <summary>Enables an account that was disabled. Its former sessions stay ended.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    /// <returns>Whether there is such a user, who was disabled until now.</returns>
    public Task<bool> EnableAsync(Guid userId, CancellationToken cancellationToken = default) =>
        AccountActivation.SetAsync(_services, userId, active: true, cancellationToken);

    /// <summary>Erases a person and keeps the books.</summary>
    /// <remarks>
    /// Name, address, password and second factor are gone, in the audit trail too, with all sessions, recovery codes, service credentials
    /// and exchange credentials, and the addresses in the record of authentication. Strategies, signals, trades and metrics stay, under a
    /// disabled account named after its id. Texts that the application wrote itself (notes, the actor of audit entries) are for it to look
    /// through, and backups for their own retention.
    /// </remarks>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before anything is erased.</param>
    /// <returns>Whether there is such a user, who was not erased before.</returns>
    public Task<bool> EraseAsync(Guid userId, CancellationToken cancellationToken = default) =>
        AccountErasure.EraseAsync(_services, userId, cancellationToken);

    /// <summary>
    /// Makes a secret for an authenticator application (TOTP, RFC 6238). It counts once confirmed; enrolling again replaces it.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before the secret is stored.</param>
    public Task<EnrollTwoFactorResult> EnrollTwoFactorAsync(Guid userId, CancellationToken cancellationToken = default) =>
        TwoFactorSetup.EnrollAsync(_services, userId, cancellationToken);

    /// <summary>
    /// Enables two-factor with a first code, gives recovery codes, and revokes every session of the user. The code is spent: the next
    /// log-in needs the next one.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<ConfirmTwoFactorResult> ConfirmTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSetup.ConfirmAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>Checks and spends a code of a user who is logged in already, before something that asks for it anew.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application, or a recovery code.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public Task<TwoFactorResult> VerifyTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSetup.VerifyAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>Disables two-factor with a code, forgets its secret, and revokes every session of the user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application, or a recovery code.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<TwoFactorResult> DisableTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSetup.DisableAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>
    /// Disables two-factor without a code, for a user who lost authenticator and recovery codes and whose identity the caller has
    /// established otherwise; revokes every session.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    /// <returns>Whether there is such an active user, who had a second factor until now.</returns>
    public Task<bool> ResetTwoFactorAsync(Guid userId, CancellationToken cancellationToken = default) =>
        TwoFactorSetup.ResetAsync(_services, userId, cancellationToken);

    /// <summary>Makes new recovery codes; the former ones are worth nothing any more.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application, or one of the former recovery codes.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<ReplaceRecoveryCodesResult> ReplaceRecoveryCodesAsync(
        Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSetup.ReplaceRecoveryCodesAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>How many recovery codes a user has left.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public async Task<int> CountRecoveryCodesAsync(Guid userId, CancellationToken cancellationToken = default)
    {
        var context = _services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Set<RecoveryCode>().CountAsync(code => code.UserId == userId && code.RedeemedAt == null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Takes a second factor within a session, for what deserves one anew: the session is replaced by one that has it.</summary>
    /// <remarks>
    /// The tokens of the former session are worth nothing any more, wherever else they are. The new session ends when the former would
    /// have.
    /// </remarks>
    /// <param name="accessToken">An access token of the session.</param>
    /// <param name="code">Six digits from the authenticator application, or a recovery code.</param>
    /// <param name="client">As in <see cref="LogInAsync"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public Task<StepUpResult> StepUpAsync(
        string? accessToken, string code, ClientInfo? client = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return StepUp.RunAsync(_services, accessToken, code, client ?? ClientInfo.Unknown, cancellationToken);
    }

    /// <summary>
    /// The way to the secrets of an exchange credential for whoever is logged in: to its own user, within
    /// <see cref="AccountOptions.StepUpLifetime"/> of a second factor, and recorded.
    /// </summary>
    /// <remarks>
    /// It guards what a person asks for over the network. Code that holds a context of the database reads the same columns without it, as a
    /// trading bot has to; see <c>docs/sessions.md</c>.
    /// </remarks>
    /// <param name="accessToken">An access token of the user's session.</param>
    /// <param name="credentialId">The <see cref="ExchangeCredential"/>.</param>
    /// <param name="client">Who asks, for the record.</param>
    /// <param name="cancellationToken">Cancels before anything is revealed.</param>
    public Task<RevealCredentialResult> RevealCredentialAsync(
        string? accessToken, Guid credentialId, ClientInfo? client = null, CancellationToken cancellationToken = default) =>
        CredentialReveal.RunAsync(_services, accessToken, credentialId, client ?? ClientInfo.Unknown, cancellationToken);

    /// <summary>
    /// What happened to a user's account and sessions, the latest first; without refreshes, of which there are many and none is news.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="count">How many entries at most: 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public async Task<IReadOnlyList<AuthenticationEvent>> ListEventsAsync(
        Guid userId, int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        var context = _services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Set<AuthenticationEvent>().AsNoTracking()
                .Where(entry => entry.UserId == userId && entry.Kind != AuthenticationEventKind.SessionRefreshed)
                .OrderByDescending(entry => entry.OccurredAt).ThenByDescending(entry => entry.Id)
                .Take(count)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
