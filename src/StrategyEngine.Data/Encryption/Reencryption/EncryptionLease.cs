namespace StrategyEngine.Data.Encryption;

/// <summary>Who may do a piece of work that only one process should do. Table <c>encryption_leases</c>.</summary>
internal sealed class EncryptionLease
{
    /// <summary>The work.</summary>
    public string Name { get; set; } = "";

    /// <summary>Machine, process and run that hold it; empty if nobody does.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Until when, unless it is extended.</summary>
    public DateTimeOffset Until { get; set; }
}
