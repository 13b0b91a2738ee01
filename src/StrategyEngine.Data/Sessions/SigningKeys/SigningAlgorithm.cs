namespace StrategyEngine.Data.Sessions;

/// <summary>How access tokens are signed (RFC 7518 §3.1). One ring of keys holds one of them.</summary>
public enum SigningAlgorithm
{
    /// <summary>
    /// HMAC with SHA-256: whoever can verify can also sign. Right when issuer and verifier share the database; five times faster.
    /// </summary>
    HS256,

    /// <summary>ECDSA on P-256 with SHA-256: others can verify with the public key and cannot sign.</summary>
    ES256,
}
