using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Registers users, logs them in and out, and manages passwords and second factors.</summary>
/// <remarks>
/// Thread-safe; one per database and process. Passwords are hashed with Argon2id (RFC 9106), at most
/// <see cref="AccountOptions.MaxConcurrentHashes"/> at once. Limits on attempts are kept in the database and hold across processes.
/// See <c>docs/sessions.md</c>.
/// </remarks>
public sealed class AccountManager
{
    private readonly SessionManager _sessions;
    private readonly AccountServices _services;

    /// <summary>Creates the manager; nothing is read before the first use.</summary>
    /// <param name="sessions">The sessions that log-ins open, and with them the database.</param>
    /// <param name="options">What passwords must be, and so on; null for the defaults. Read once.</param>
    /// <exception cref="TradingDataException">An option is out of range; the message names every one that is. Code <c>sessions.options</c>.</exception>
    public AccountManager(SessionManager sessions, AccountOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        options ??= new AccountOptions();
        if (new AccountOptionsValidator().Validate(null, options) is { Failed: true } invalid)
            throw new TradingDataException("sessions.options", invalid.FailureMessage);
        _sessions = sessions;
        _services = new AccountServices(sessions.Services, options.Copy());
    }

    /// <summary>Registers a user.</summary>
    /// <param name="userName">1 to 100 characters, without @ and control characters; unique without regard to case.</param>
    /// <param name="email">The e-mail address; unique without regard to case. Whether it is the user's own is for the host to verify.</param>
    /// <param name="password">The password, as the user chose it.</param>
    /// <param name="cancellationToken">Cancels before the user is stored.</param>
    public Task<RegisterResult> RegisterAsync(string userName, string email, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userName);
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        return Registration.RegisterAsync(_services, userName, email, password, cancellationToken);
    }

    /// <summary>Logs in with a password, and opens a session unless a second factor is enrolled.</summary>
    /// <remarks>
    /// An unknown user, a wrong password and a disabled user are answered alike, after one hash each. Attempts are limited per address and
    /// per account, whether it exists or not; an account is slowed, never locked.
    /// </remarks>
    /// <param name="userNameOrEmail">The user name or e-mail address, in any case.</param>
    /// <param name="password">The password, as typed.</param>
    /// <param name="ipAddress">The client's address; null where there is none, as in a console. Limits attempts, and appears in the list of sessions.</param>
    /// <param name="userAgent">The client's description of itself, or null.</param>
    /// <param name="request">What the session is for; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels before a session is stored.</param>
    public Task<LoginResult> LogInAsync(
        string userNameOrEmail, string password, string? ipAddress, string? userAgent, SessionRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userNameOrEmail);
        ArgumentNullException.ThrowIfNull(password);
        return PasswordLogin.LogInAsync(_services, userNameOrEmail, password, ipAddress, userAgent, request ?? new SessionRequest(), cancellationToken);
    }

    /// <summary>Logs in with the code that <see cref="LoginResult.TwoFactorRequired"/> asked for.</summary>
    /// <param name="challenge">The challenge, as revealed there.</param>
    /// <param name="code">Six digits from the authenticator application. Each is accepted once.</param>
    /// <param name="ipAddress">As in <see cref="LogInAsync"/>.</param>
    /// <param name="userAgent">As in <see cref="LogInAsync"/>.</param>
    /// <param name="request">As in <see cref="LogInAsync"/>: it is not remembered from there.</param>
    /// <param name="cancellationToken">Cancels before a session is stored; the code may be spent then.</param>
    public Task<LoginResult> CompleteTwoFactorAsync(
        string challenge, string code, string? ipAddress, string? userAgent, SessionRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSteps.CompleteLoginAsync(_services, challenge, code, ipAddress, userAgent, request ?? new SessionRequest(), cancellationToken);
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
        _sessions.RevokeSessionAsync(sessionId, SessionRevocation.LoggedOut, cancellationToken);

    /// <summary>Changes a password, given the current one, and revokes every session of the user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="currentPassword">The password until now.</param>
    /// <param name="newPassword">The password from now on.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<ChangePasswordResult> ChangePasswordAsync(Guid userId, string currentPassword, string newPassword, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(currentPassword);
        ArgumentNullException.ThrowIfNull(newPassword);
        return PasswordChange.ChangeAsync(_services, userId, currentPassword, newPassword, cancellationToken);
    }

    /// <summary>Makes a secret for an authenticator application (TOTP, RFC 6238). It counts once confirmed; enrolling again replaces it.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels before the secret is stored.</param>
    public Task<EnrollTwoFactorResult> EnrollTwoFactorAsync(Guid userId, CancellationToken cancellationToken = default) =>
        TwoFactorSteps.EnrollAsync(_services, userId, cancellationToken);

    /// <summary>Enables two-factor with a first code, and revokes every session of the user. The code is spent: the next log-in needs the next one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<TwoFactorResult> ConfirmTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSteps.ConfirmAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>Checks and spends a code of a user who is logged in already, before something that asks for it anew.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public Task<TwoFactorResult> VerifyTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSteps.VerifyAsync(_services, userId, code, cancellationToken);
    }

    /// <summary>Disables two-factor with a code, forgets its secret, and revokes every session of the user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="code">Six digits from the authenticator application.</param>
    /// <param name="cancellationToken">Cancels before the change is stored.</param>
    public Task<TwoFactorResult> DisableTwoFactorAsync(Guid userId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TwoFactorSteps.DisableAsync(_services, userId, code, cancellationToken);
    }
}
