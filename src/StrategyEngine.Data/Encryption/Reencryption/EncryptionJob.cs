namespace StrategyEngine.Data.Encryption;

/// <summary>How far the re-encryption of one table has come. Table <c>encryption_jobs</c>.</summary>
/// <remarks>The cursor is committed together with the rows of its batch, so that a killed run goes on where it stopped.</remarks>
internal sealed class EncryptionJob
{
    /// <summary>The table that is re-encrypted, with its schema if it has one.</summary>
    public string Table { get; set; } = "";

    /// <summary>The data key that values are moved to.</summary>
    public int TargetKeyId { get; set; }

    /// <summary>
    /// The primary key of the last row of the last committed batch, in canonical bytes as hexadecimal digits; null at the start of a pass.
    /// </summary>
    public string? Cursor { get; set; }

    /// <summary>How many times the table has been walked from its start.</summary>
    public int Pass { get; set; }

    /// <summary>Rows looked at so far.</summary>
    public long Scanned { get; set; }

    /// <summary>Values moved to the target key so far.</summary>
    public long Rewritten { get; set; }

    /// <summary>Values that another writer changed in between; they are looked at again in the next pass.</summary>
    public long Conflicts { get; set; }

    /// <summary>Values that cannot be read and were left alone.</summary>
    public long Failed { get; set; }

    /// <summary>When the job was begun.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When the last batch was committed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When the last value of an older key was gone; null while the job is unfinished.</summary>
    public DateTimeOffset? CompletedAt { get; set; }
}
