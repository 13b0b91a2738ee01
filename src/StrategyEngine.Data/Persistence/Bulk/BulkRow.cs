namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>A record on its way into its table.</summary>
/// <param name="Record">The record.</param>
/// <param name="Values">The values of its fields, secrets unsealed.</param>
/// <param name="Stored">The same as the columns of a new row hold them.</param>
internal sealed record BulkRow(object Record, object?[] Values, object?[] Stored);
