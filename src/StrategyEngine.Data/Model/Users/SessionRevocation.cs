namespace StrategyEngine.Data.Model;

/// <summary>Why a session was revoked.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum SessionRevocation
{
    /// <summary>Its user logged out.</summary>
    LoggedOut,

    /// <summary>Its user revoked it from another session.</summary>
    RevokedByUser,

    /// <summary>An administrator revoked it.</summary>
    RevokedByAdministrator,

    /// <summary>A spent refresh token was presented: a copy of it may be in other hands.</summary>
    TokenReused,

    /// <summary>A newer session took its place under the cap per user.</summary>
    Evicted,

    /// <summary>The password or the second factor changed.</summary>
    SecurityChanged,

    /// <summary>The account was disabled or erased.</summary>
    AccountDisabled,

    /// <summary>A session with a fresh second factor took its place.</summary>
    SteppedUp,

    /// <summary>Another client used it, and the options say that this ends it.</summary>
    ClientChanged,
}
