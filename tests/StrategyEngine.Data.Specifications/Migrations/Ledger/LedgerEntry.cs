namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>An entity of a host's own.</summary>
public sealed class LedgerEntry
{
    public long Id { get; set; }

    public string? Account { get; set; }

    public string? Memo { get; set; }

    public string? Reference { get; set; }
}
