namespace StrategyEngine.Data.Sessions;

/// <summary>What came of validating an access token: one of the records nested here.</summary>
public abstract record ValidationResult
{
    private ValidationResult()
    {
    }

    /// <summary>The token is good.</summary>
    /// <param name="Session">What it says.</param>
    /// <param name="ClientChange">What differs from the client that the session belongs to, as far as it was looked at: never where
    /// validation is stateless.</param>
    public sealed record Valid(ValidatedSession Session, ClientChange ClientChange = ClientChange.None) : ValidationResult;

    /// <summary>The token is not accepted.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Rejected(TokenRejection Reason) : ValidationResult;
}
