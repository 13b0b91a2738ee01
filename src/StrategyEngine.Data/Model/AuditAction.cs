namespace StrategyEngine.Data.Model;

/// <summary>What happened to an audited record.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum AuditAction
{
    /// <summary>It was inserted.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Updated,

    /// <summary>It was deleted.</summary>
    Deleted,
}
