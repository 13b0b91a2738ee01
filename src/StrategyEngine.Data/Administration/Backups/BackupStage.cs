namespace StrategyEngine.Data.Administration;

/// <summary>What a backup or restore is doing.</summary>
public enum BackupStage
{
    /// <summary>The database is being copied into the backup.</summary>
    Copying,

    /// <summary>The backup is being read through and through.</summary>
    Verifying,

    /// <summary>The backup is being copied into the database.</summary>
    Restoring,

    /// <summary>Everything is done.</summary>
    Completed,
}
