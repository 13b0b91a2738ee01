namespace StrategyEngine.Data.Model;

/// <summary>How much one account, address or second factor has been tried. Written by <c>AccountManager</c>.</summary>
internal sealed class LoginThrottle
{
    /// <summary>A keyed hash of what is throttled, 32 bytes: tells nothing of a name or an address.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Attempts that count: failures of an account, or 0 for an address.</summary>
    public int Failures { get; set; }

    /// <summary>
    /// When the next attempt is allowed; for an address, when its attempts are used up no more (theoretical arrival time of GCRA).
    /// </summary>
    public DateTimeOffset NextAllowedAt { get; set; }
}
