namespace StrategyEngine.Data.Persistence;

/// <summary>Why a database could not be looked after, backed up or restored.</summary>
public enum AdministrationFault
{
    /// <summary>The engine cannot do it through this library.</summary>
    Unsupported,

    /// <summary>There is no database.</summary>
    NoDatabase,

    /// <summary>The tables of the database are not those this application was compiled for.</summary>
    SchemaNotCurrent,

    /// <summary>Another connection kept the database locked.</summary>
    Busy,

    /// <summary>The database may not be written.</summary>
    ReadOnly,

    /// <summary>The database cannot be opened.</summary>
    CannotOpen,

    /// <summary>The database is damaged.</summary>
    Corrupt,

    /// <summary>The disk is full, or would be.</summary>
    DiskFull,

    /// <summary>The backup would replace a file.</summary>
    TargetExists,

    /// <summary>The folder of the backup is not there or may not be written.</summary>
    TargetNotWritable,

    /// <summary>Another backup is being written to the same file.</summary>
    TargetBusy,

    /// <summary>There is no such backup.</summary>
    BackupNotFound,

    /// <summary>The manifest of the backup is not there or cannot be read.</summary>
    BackupManifest,

    /// <summary>The backup is not the file its manifest describes.</summary>
    BackupAltered,

    /// <summary>The backup is damaged or is no database of this engine.</summary>
    BackupCorrupt,

    /// <summary>The backup is of a database of something else.</summary>
    BackupForeign,

    /// <summary>The backup comes from a newer version of the application.</summary>
    BackupAhead,

    /// <summary>The key ring lacks keys that the backup needs.</summary>
    BackupKeysMissing,

    /// <summary>The server cannot be reached, or it ended the connection.</summary>
    Unreachable,

    /// <summary>The disk or network drive failed a read or a write.</summary>
    StorageFailed,

    /// <summary>The backup is of a database that a version before the first release made.</summary>
    BackupPrerelease,
}
