namespace StrategyEngine.Data.Sessions;

/// <summary>What came of giving a second factor within a session: one of the records nested here.</summary>
public abstract record StepUpResult
{
    private StepUpResult()
    {
    }

    /// <summary>
    /// The code is right and spent. A new session took the place of the one that asked, whose tokens are worth nothing any more.
    /// </summary>
    /// <param name="Tokens">The new session: it ends when the former would have.</param>
    public sealed record Success(SessionTokens Tokens) : StepUpResult;

    /// <summary>The code is wrong, or was used before.</summary>
    public sealed record Rejected : StepUpResult;

    /// <summary>The user has no second factor: enrol one first.</summary>
    public sealed record NotEnrolled : StepUpResult;

    /// <summary>The access token is not of a live session.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record InvalidSession(TokenRejection Reason) : StepUpResult;

    /// <summary>Not compared: too many wrong codes.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : StepUpResult;
}
