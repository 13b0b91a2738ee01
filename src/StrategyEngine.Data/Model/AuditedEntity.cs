namespace StrategyEngine.Data.Model;

/// <summary>An <see cref="Entity"/> whose changes are audited.</summary>
public abstract class AuditedEntity : Entity, IAudited
{
    /// <inheritdoc />
    public string? CreatedBy { get; private set; }

    /// <inheritdoc />
    public string? UpdatedBy { get; private set; }
}
