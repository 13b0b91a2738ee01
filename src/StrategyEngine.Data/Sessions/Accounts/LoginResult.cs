namespace StrategyEngine.Data.Sessions;

/// <summary>What came of logging in: one of the records nested here.</summary>
public abstract record LoginResult
{
    private LoginResult()
    {
    }

    /// <summary>Logged in.</summary>
    /// <param name="Tokens">The new session.</param>
    /// <param name="DeviceToken">
    /// Makes this device known: keep it with the client, apart from the session (a cookie of its own), and pass it as
    /// <see cref="ClientInfo.DeviceToken"/> the next time. It opens nothing. A new one is given at each log-in.
    /// </param>
    public sealed record Success(SessionTokens Tokens, IssuedToken DeviceToken) : LoginResult;

    /// <summary>The password is right and a second factor is enrolled: no session yet.</summary>
    /// <param name="Challenge">To be given to <see cref="AccountManager.CompleteTwoFactorAsync"/> with the code.</param>
    public sealed record TwoFactorRequired(IssuedToken Challenge) : LoginResult;

    /// <summary>
    /// Not logged in. An unknown user, a wrong password, a disabled user, a wrong or used code and a stale challenge are not told apart.
    /// </summary>
    public sealed record Failed : LoginResult;

    /// <summary>Not tried: too many attempts, whether or not the user exists, or too many passwords being hashed.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : LoginResult;

    /// <summary>The user has as many sessions as allowed, and <see cref="SessionCapBehavior.Refuse"/> is set.</summary>
    public sealed record TooManySessions : LoginResult;
}
