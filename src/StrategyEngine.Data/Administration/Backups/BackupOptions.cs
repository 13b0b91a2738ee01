namespace StrategyEngine.Data.Administration;

/// <summary>How <see cref="DatabaseAdministrator.BackupAsync"/> works.</summary>
public sealed record BackupOptions
{
    /// <summary>Whether a backup of the same name may be replaced.</summary>
    /// <value>False by default.</value>
    public bool Overwrite { get; init; }
}
