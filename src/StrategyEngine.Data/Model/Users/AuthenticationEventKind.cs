namespace StrategyEngine.Data.Model;

/// <summary>What happened to an account, a session or a key.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum AuthenticationEventKind
{
    /// <summary>A user was registered.</summary>
    UserRegistered,

    /// <summary>
    /// A session was opened. The detail names how the user proved who they are (RFC 8176), and <c>new_device</c> where the device was not
    /// known.
    /// </summary>
    LoggedIn,

    /// <summary>A log-in failed. The detail says why: its answer does not.</summary>
    LoginFailed,

    /// <summary>A refresh token was spent and gave its successor.</summary>
    SessionRefreshed,

    /// <summary>A spent refresh token was presented; the session is revoked. The detail is the cause.</summary>
    RefreshTokenReused,

    /// <summary>A session was revoked. The detail is the reason.</summary>
    SessionRevoked,

    /// <summary>A session was used by another client than before. The detail names what differs.</summary>
    ClientChanged,

    /// <summary>A password was changed.</summary>
    PasswordChanged,

    /// <summary>A second factor was confirmed.</summary>
    TwoFactorEnabled,

    /// <summary>The second factor was removed.</summary>
    TwoFactorDisabled,

    /// <summary>A code of a logged-in user was wrong or used before.</summary>
    SecondFactorFailed,

    /// <summary>A session was replaced by one with a fresh second factor.</summary>
    SteppedUp,

    /// <summary>New recovery codes took the place of the former ones.</summary>
    RecoveryCodesReplaced,

    /// <summary>A recovery code was redeemed.</summary>
    RecoveryCodeRedeemed,

    /// <summary>An exchange secret was revealed: the subject is the credential.</summary>
    CredentialRevealed,

    /// <summary>An exchange secret was asked for, and not revealed. The detail says why.</summary>
    RevealRefused,

    /// <summary>A service credential was made: the subject is the credential.</summary>
    ServiceCredentialCreated,

    /// <summary>A service credential was revoked.</summary>
    ServiceCredentialRevoked,

    /// <summary>A genuine service credential was refused. The detail says why.</summary>
    ServiceCredentialRefused,

    /// <summary>A signing key was revoked: the subject is the key.</summary>
    SigningKeyRevoked,

    /// <summary>An account was disabled.</summary>
    UserDisabled,

    /// <summary>An account was enabled again.</summary>
    UserEnabled,

    /// <summary>An account was erased.</summary>
    UserErased,
}
