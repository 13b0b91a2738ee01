namespace StrategyEngine.Data.Sessions;

/// <summary>What came of beginning to enrol a second factor: one of the records nested here.</summary>
public abstract record EnrollTwoFactorResult
{
    private EnrollTwoFactorResult()
    {
    }

    /// <summary>A secret was made; it counts once <see cref="AccountManager.ConfirmTwoFactorAsync"/> has accepted a code.</summary>
    /// <param name="Enrollment">What the authenticator application needs.</param>
    public sealed record Pending(TwoFactorEnrollment Enrollment) : EnrollTwoFactorResult;

    /// <summary>A second factor is enrolled: disable it first.</summary>
    public sealed record AlreadyEnabled : EnrollTwoFactorResult;

    /// <summary>There is no such user, or the user is disabled.</summary>
    public sealed record UnknownUser : EnrollTwoFactorResult;
}
