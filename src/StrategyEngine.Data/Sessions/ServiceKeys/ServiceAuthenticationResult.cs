namespace StrategyEngine.Data.Sessions;

/// <summary>What came of presenting a service credential: one of the records nested here.</summary>
public abstract record ServiceAuthenticationResult
{
    private ServiceAuthenticationResult()
    {
    }

    /// <summary>The credential is good.</summary>
    /// <param name="Identity">Who it acts for, and what it may do.</param>
    public sealed record Valid(ServiceIdentity Identity) : ServiceAuthenticationResult;

    /// <summary>The credential is not accepted.</summary>
    /// <param name="Reason">Why. For logs and decisions of the host; a client need only learn that it was not.</param>
    public sealed record Rejected(ServiceCredentialRejection Reason) : ServiceAuthenticationResult;
}
