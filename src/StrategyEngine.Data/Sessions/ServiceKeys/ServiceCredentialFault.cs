namespace StrategyEngine.Data.Sessions;

/// <summary>Which part of a <see cref="ServiceCredentialRequest"/> is not as it must be.</summary>
public enum ServiceCredentialFault
{
    /// <summary>The name: 1 to 100 characters, without control characters.</summary>
    Name,

    /// <summary>The lifetime: 1 minute to 366 days.</summary>
    Lifetime,

    /// <summary>The scopes: at least one, of printable ASCII without space, quotation mark and backslash; 1000 characters in all.</summary>
    Scopes,

    /// <summary>
    /// The networks: addresses, such as 203.0.113.7, or networks whose other bits are zero, such as 203.0.113.0/24 or 2001:db8::/32; 1000
    /// characters in all.
    /// </summary>
    Networks,
}
