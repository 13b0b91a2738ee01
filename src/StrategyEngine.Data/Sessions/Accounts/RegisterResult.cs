namespace StrategyEngine.Data.Sessions;

/// <summary>What came of registering a user: one of the records nested here.</summary>
public abstract record RegisterResult
{
    private RegisterResult()
    {
    }

    /// <summary>Registered.</summary>
    /// <param name="UserId">The new user.</param>
    public sealed record Success(Guid UserId) : RegisterResult;

    /// <summary>
    /// The username is empty, longer than 100 characters, begins as the names of erased accounts do (<c>erased-</c>), or holds an <c>@</c>,
    /// control characters, or white space at an end.
    /// </summary>
    public sealed record InvalidUsername : RegisterResult;

    /// <summary>The e-mail address has not the form of one.</summary>
    public sealed record InvalidEmail : RegisterResult;

    /// <summary>The password does not meet the policy.</summary>
    /// <param name="Fault">What is wrong with it.</param>
    public sealed record PasswordRejected(PasswordFault Fault) : RegisterResult;

    /// <summary>Another user has this name.</summary>
    public sealed record UsernameTaken : RegisterResult;

    /// <summary>Another user has this e-mail address. Telling a stranger so reveals that the address is registered.</summary>
    public sealed record EmailTaken : RegisterResult;

    /// <summary>Not tried: too many passwords are being hashed.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : RegisterResult;
}
