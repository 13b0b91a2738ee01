using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>What came of asking for the secrets of an exchange credential: one of the records nested here.</summary>
public abstract record RevealCredentialResult
{
    private RevealCredentialResult()
    {
    }

    /// <summary>Granted, and recorded.</summary>
    /// <param name="Credential">The credential, untracked: its secrets are had from their <c>Reveal()</c>.</param>
    public sealed record Granted(ExchangeCredential Credential) : RevealCredentialResult;

    /// <summary>
    /// The second factor is too long ago: call <see cref="AccountManager.StepUpAsync"/> and ask again with the new access token.
    /// </summary>
    public sealed record StepUpRequired : RevealCredentialResult;

    /// <summary>The user has no second factor: enrol one first.</summary>
    public sealed record TwoFactorNotEnrolled : RevealCredentialResult;

    /// <summary>The user has no such credential, or it was revoked.</summary>
    public sealed record NotFound : RevealCredentialResult;

    /// <summary>The access token is not of a live session.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record InvalidSession(TokenRejection Reason) : RevealCredentialResult;
}
