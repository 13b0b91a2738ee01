namespace StrategyEngine.Data.Sessions;

/// <summary>What came of giving the password again: one of the records nested here.</summary>
public abstract record VerifyPasswordResult
{
    private VerifyPasswordResult()
    {
    }

    /// <summary>It is the user's password.</summary>
    public sealed record Verified : VerifyPasswordResult;

    /// <summary>It is not, or there is no such active user.</summary>
    public sealed record Failed : VerifyPasswordResult;

    /// <summary>Not compared: too many attempts, or too many passwords being hashed.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : VerifyPasswordResult;
}
