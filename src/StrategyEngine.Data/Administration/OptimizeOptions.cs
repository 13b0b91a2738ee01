namespace StrategyEngine.Data.Administration;

/// <summary>How <see cref="DatabaseAdministrator.OptimizeAsync"/> works.</summary>
public sealed record OptimizeOptions
{
    /// <summary>Whether to give free space back to the disk, besides renewing the statistics.</summary>
    /// <value>True by default. On SQLite it rewrites the file, needs as much free space again, and keeps writers waiting meanwhile.</value>
    public bool ReclaimSpace { get; init; } = true;
}
