namespace StrategyEngine.Data.Sessions;

/// <summary>Why an access token was not accepted. For logs and decisions of the host; a client need only learn that it was not.</summary>
public enum TokenRejection
{
    /// <summary>Not a token of this library: wrong form, size, type, header or claims.</summary>
    Malformed,

    /// <summary>Its key is not known here: never was, is retired, or was revoked.</summary>
    UnknownKey,

    /// <summary>Its signature does not verify.</summary>
    Forged,

    /// <summary>Made by another issuer or for another audience.</summary>
    WrongIssuerOrAudience,

    /// <summary>Not valid yet, beyond the allowed difference of clocks.</summary>
    NotYetValid,

    /// <summary>Past its own lifetime. Refresh the session.</summary>
    Expired,

    /// <summary>The session was revoked, or no longer exists.</summary>
    SessionRevoked,

    /// <summary>The session is past its absolute or idle lifetime. Log in again.</summary>
    SessionExpired,

    /// <summary>Password, two-factor or status of the user changed since the session began.</summary>
    SecurityChanged,

    /// <summary>The user is disabled.</summary>
    UserDisabled,

    /// <summary>
    /// Another client presented it, and <see cref="SessionOptions.EndSessionOnClientChange"/> says that this ends the session.
    /// </summary>
    ClientChanged,
}
