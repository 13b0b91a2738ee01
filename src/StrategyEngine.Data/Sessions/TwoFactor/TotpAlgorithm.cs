namespace StrategyEngine.Data.Sessions.TwoFactor;

/// <summary>The hash under a time-based one-time password (RFC 6238 §1.2).</summary>
internal enum TotpAlgorithm
{
    /// <summary>HMAC-SHA-1: what every authenticator application supports, and what is enrolled.</summary>
    SHA1,

    /// <summary>HMAC-SHA-256.</summary>
    SHA256,

    /// <summary>HMAC-SHA-512.</summary>
    SHA512,
}
