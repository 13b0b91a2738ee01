namespace StrategyEngine.Data.Sessions;

/// <summary>What came of replacing recovery codes: one of the records nested here.</summary>
public abstract record ReplaceRecoveryCodesResult
{
    private ReplaceRecoveryCodesResult()
    {
    }

    /// <summary>Replaced: the former ones are worth nothing.</summary>
    /// <param name="RecoveryCodes">The new ones. Show them now: they are not kept.</param>
    public sealed record Replaced(RecoveryCodes RecoveryCodes) : ReplaceRecoveryCodesResult;

    /// <summary>The code is wrong, or was used before.</summary>
    public sealed record Rejected : ReplaceRecoveryCodesResult;

    /// <summary>No second factor is enrolled.</summary>
    public sealed record NotEnrolled : ReplaceRecoveryCodesResult;

    /// <summary>Not compared: too many wrong codes.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : ReplaceRecoveryCodesResult;
}
