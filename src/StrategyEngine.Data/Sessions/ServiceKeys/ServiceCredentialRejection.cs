namespace StrategyEngine.Data.Sessions;

/// <summary>Why a service credential was not accepted.</summary>
public enum ServiceCredentialRejection
{
    /// <summary>Not a service credential: wrong form or checksum. The database was not asked.</summary>
    Malformed,

    /// <summary>There is none with this id and secret.</summary>
    Unknown,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>It is past its end.</summary>
    Expired,

    /// <summary>Its user is disabled.</summary>
    UserDisabled,

    /// <summary>It came from outside of its networks, or from an address that is not known.</summary>
    WrongNetwork,
}
