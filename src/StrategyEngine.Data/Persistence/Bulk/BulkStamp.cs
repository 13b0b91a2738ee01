namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>What a write fills in, whatever the record says.</summary>
internal enum BulkStamp
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The instant, once.</summary>
    Created,

    /// <summary>The instant.</summary>
    Updated,

    /// <summary>1, then one more.</summary>
    Version,

    /// <summary>The actor, once.</summary>
    CreatedBy,

    /// <summary>The actor.</summary>
    UpdatedBy,
}
