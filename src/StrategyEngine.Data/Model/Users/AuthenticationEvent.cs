using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>
/// One entry of the record of log-ins, failures, refreshes, revocations and reveals. Holds no secret; survives the user it speaks of.
/// </summary>
/// <remarks>
/// Append-only: saving a changed or deleted entry is refused. The clean-up of sessions deletes entries past their retention.
/// </remarks>
public sealed class AuthenticationEvent : IAppendOnly
{
    internal AuthenticationEvent()
    {
    }

    /// <summary>A sequential id (UUIDv7).</summary>
    public Guid Id { get; internal init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset OccurredAt { get; internal init; }

    /// <summary>What happened.</summary>
    public AuthenticationEventKind Kind { get; internal init; }

    /// <summary>The user, or null where none is known, as for a log-in with an unknown name.</summary>
    public Guid? UserId { get; internal init; }

    /// <summary>The session, or null.</summary>
    public Guid? SessionId { get; internal init; }

    /// <summary>The exchange credential, service credential or signing key, or the session that a step-up replaced; or null.</summary>
    public Guid? SubjectId { get; internal init; }

    /// <summary>A word or two of why, such as <c>wrong_password</c>; null where there is nothing to add. At most 120 characters.</summary>
    public string? Detail { get; internal init; }

    /// <summary>The client's address, encrypted; null where it is not known, and after the user was erased.</summary>
    [Encrypted]
    public string? IpAddress { get; internal init; }

    /// <summary>Kind, user and session: addresses are not for logs.</summary>
    public override string ToString() => $"{Kind} of user {UserId?.ToString() ?? "unknown"}, session {SessionId?.ToString() ?? "none"}";
}
