namespace StrategyEngine.Data.Sessions;

/// <summary>What came of changing a password: one of the records nested here.</summary>
public abstract record ChangePasswordResult
{
    private ChangePasswordResult()
    {
    }

    /// <summary>Changed; every session of the user is revoked.</summary>
    public sealed record Success : ChangePasswordResult;

    /// <summary>The current password is wrong, or there is no such active user.</summary>
    public sealed record Failed : ChangePasswordResult;

    /// <summary>The new password does not meet the policy.</summary>
    /// <param name="Fault">What is wrong with it.</param>
    public sealed record PasswordRejected(PasswordFault Fault) : ChangePasswordResult;

    /// <summary>Not tried: too many attempts, or too many passwords being hashed.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : ChangePasswordResult;
}
