namespace StrategyEngine.Data.Encryption;

/// <summary>An encrypted column that a database knows, by its stable name. Table <c>encryption_columns</c>.</summary>
internal sealed class EncryptionColumn
{
    /// <summary>The stable name, as <c>entity/property</c>.</summary>
    public string Context { get; set; } = "";

    /// <summary>The table that the column was in when it was last looked at.</summary>
    public string Table { get; set; } = "";

    /// <summary>The column.</summary>
    public string Column { get; set; } = "";

    /// <summary>A known text sealed under the name: if it does not open, neither would the values.</summary>
    public byte[] Canary { get; set; } = [];

    /// <summary>When the column became known.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last value that was not encrypted was gone; null if none was ever looked for.</summary>
    public DateTimeOffset? AdoptedAt { get; set; }
}
