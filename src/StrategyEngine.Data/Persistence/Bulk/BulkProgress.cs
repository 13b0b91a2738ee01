namespace StrategyEngine.Data.Persistence;

/// <summary>How far a bulk write has come, reported after each committed batch.</summary>
/// <param name="Inserted">Records that were not stored before.</param>
/// <param name="Updated">Records that changed a stored one.</param>
/// <param name="Unchanged">Records that are stored as they are, or that were superseded by a later one of the same batch.</param>
/// <param name="Refused">Records with a value that cannot be stored.</param>
public readonly record struct BulkProgress(long Inserted, long Updated, long Unchanged, long Refused)
{
    /// <summary>All records dealt with so far.</summary>
    public long Total => Inserted + Updated + Unchanged + Refused;
}
