namespace StrategyEngine.Data.Encryption;

/// <summary>Whether the key ring at hand has a key that the database needs.</summary>
public enum RingKeyAvailability
{
    /// <summary>The ring does not show its keys, so that it cannot be told.</summary>
    Unknown,

    /// <summary>It is there.</summary>
    Available,

    /// <summary>It is there, and revoked: what it wraps is refused.</summary>
    Revoked,

    /// <summary>It is not there: what it wraps cannot be opened until its recovery kit is imported.</summary>
    Missing,

    /// <summary>
    /// A key of this id is there, but does not open what it should: the ring is another one, or its secret or certificate is.
    /// </summary>
    Unusable,
}
