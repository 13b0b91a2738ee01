namespace StrategyEngine.Data.Sessions;

/// <summary>What came of opening a session: one of the records nested here.</summary>
public abstract record CreateSessionResult
{
    private CreateSessionResult()
    {
    }

    /// <summary>Opened.</summary>
    /// <param name="Tokens">The new session.</param>
    public sealed record Created(SessionTokens Tokens) : CreateSessionResult;

    /// <summary>There is no such user.</summary>
    public sealed record UnknownUser : CreateSessionResult;

    /// <summary>The user is disabled.</summary>
    public sealed record UserDisabled : CreateSessionResult;

    /// <summary>The user has as many sessions as allowed, and <see cref="SessionCapBehavior.Refuse"/> is set.</summary>
    public sealed record TooManySessions : CreateSessionResult;
}
