namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>The seven columns that are not encrypted, of nine.</summary>
internal abstract class CredentialFields
{
    public Guid Id { get; set; }

    public string Exchange { get; set; } = "";

    public string Label { get; set; } = "";

    public bool IsTestnet { get; set; }

    public int Uses { get; set; }

    public long CreatedAt { get; set; }

    public double Limit { get; set; }
}
