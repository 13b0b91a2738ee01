namespace StrategyEngine.Data.Sessions;

/// <summary>What came of presenting a code: one of the records nested here.</summary>
public abstract record TwoFactorResult
{
    private TwoFactorResult()
    {
    }

    /// <summary>The code is right, and spent now.</summary>
    public sealed record Accepted : TwoFactorResult;

    /// <summary>The code is wrong, or was used before.</summary>
    public sealed record Rejected : TwoFactorResult;

    /// <summary>There is nothing to compare it with: no second factor is enrolled, or the enrolment waited too long.</summary>
    public sealed record NotEnrolled : TwoFactorResult;

    /// <summary>Not compared: too many wrong codes.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : TwoFactorResult;
}
