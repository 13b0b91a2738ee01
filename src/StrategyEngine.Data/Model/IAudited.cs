namespace StrategyEngine.Data.Model;

/// <summary>A record of which every change writes one <see cref="AuditEntry"/> in the same transaction.</summary>
public interface IAudited
{
    /// <summary>Who created the record: the ambient actor of the save. Filled in on save.</summary>
    string? CreatedBy { get; }

    /// <summary>Who changed the record last: the ambient actor of the save. Filled in on save.</summary>
    string? UpdatedBy { get; }
}
