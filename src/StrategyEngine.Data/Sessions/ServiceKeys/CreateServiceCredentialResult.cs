namespace StrategyEngine.Data.Sessions;

/// <summary>What came of making a service credential: one of the records nested here.</summary>
public abstract record CreateServiceCredentialResult
{
    private CreateServiceCredentialResult()
    {
    }

    /// <summary>Made.</summary>
    /// <param name="Id">The credential, by which it is listed and revoked.</param>
    /// <param name="Key">The credential itself, such as <c>sekey1_…</c>. Show it now: it is not kept.</param>
    public sealed record Created(Guid Id, IssuedToken Key) : CreateServiceCredentialResult;

    /// <summary>The request is not as <see cref="ServiceCredentialRequest"/> says.</summary>
    /// <param name="Fault">Which part of it.</param>
    public sealed record Invalid(ServiceCredentialFault Fault) : CreateServiceCredentialResult;

    /// <summary>There is no such user, or the user is disabled.</summary>
    public sealed record UnknownUser : CreateServiceCredentialResult;
}
