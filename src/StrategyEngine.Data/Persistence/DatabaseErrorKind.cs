namespace StrategyEngine.Data.Persistence;

/// <summary>What a database error means, on every provider alike.</summary>
public enum DatabaseErrorKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>A unique key or primary key holds the value already.</summary>
    Duplicate,

    /// <summary>A foreign key refers to a record that is not there, or still refers to the one being deleted.</summary>
    ForeignKey,

    /// <summary>A CHECK constraint or NOT NULL refused the value.</summary>
    Check,

    /// <summary>Another connection holds the lock; trying again may succeed.</summary>
    Busy,

    /// <summary>The connection failed or the server is restarting; trying again may succeed.</summary>
    Transient,

    /// <summary>The database may not be written.</summary>
    ReadOnly,

    /// <summary>The file or server cannot be opened.</summary>
    CannotOpen,

    /// <summary>The file is not a database, or is damaged.</summary>
    Corrupt,

    /// <summary>There is no room on the disk.</summary>
    DiskFull,

    /// <summary>The user or role of the connection lacks a right.</summary>
    NotPermitted,

    /// <summary>The engine gave the transaction up in favour of another one; running it again from the start may succeed.</summary>
    Conflict,

    /// <summary>A table or column is missing that this version of the application needs.</summary>
    SchemaMissing,

    /// <summary>There is no database of that name on the server.</summary>
    DatabaseMissing,

    /// <summary>The disk or network drive failed a read or a write.</summary>
    StorageFailed,
}
