namespace StrategyEngine.Data.Sessions;

/// <summary>What came of confirming a second factor: one of the records nested here.</summary>
public abstract record ConfirmTwoFactorResult
{
    private ConfirmTwoFactorResult()
    {
    }

    /// <summary>The code is right and spent; from now on logging in needs the second factor.</summary>
    /// <param name="RecoveryCodes">For the day the authenticator is lost. Show them now: they are not kept.</param>
    public sealed record Enabled(RecoveryCodes RecoveryCodes) : ConfirmTwoFactorResult;

    /// <summary>The code is wrong, or was used before.</summary>
    public sealed record Rejected : ConfirmTwoFactorResult;

    /// <summary>Nothing waits to be confirmed: no enrolment was begun, or it waited too long.</summary>
    public sealed record NotEnrolled : ConfirmTwoFactorResult;

    /// <summary>Not compared: too many wrong codes.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : ConfirmTwoFactorResult;
}
