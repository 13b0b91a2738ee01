namespace StrategyEngine.Data.Persistence;

/// <summary>Why a backup could not be made.</summary>
public enum BackupFailure
{
    /// <summary>The disk has too little free space. Code <c>backup.full</c>.</summary>
    DiskFull,

    /// <summary>The folder cannot be made or written. Code <c>backup.folder</c>.</summary>
    Folder,

    /// <summary>The copy, and so probably the database, is damaged. Code <c>backup.damaged</c>.</summary>
    Damaged,
}
