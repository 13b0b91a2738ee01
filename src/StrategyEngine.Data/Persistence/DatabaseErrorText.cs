namespace StrategyEngine.Data.Persistence;

/// <summary>
/// The words for each kind of database error: what happened, and what repairs it. Every exception and health check that tells such an
/// error takes them
/// from here and adds only what became of the call.
/// </summary>
internal static class DatabaseErrorText
{
    /// <summary>What happened and what repairs it.</summary>
    /// <param name="provider">The engine, whose own remedy goes before the general one.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="rights">What to grant, a sentence, if the error is a missing right.</param>
    public static string Of(TradingProvider provider, DatabaseErrorKind kind, string? rights = null) =>
        Of(kind, provider.RemedyFor(kind), rights);

    /// <inheritdoc cref="Of(TradingProvider, DatabaseErrorKind, string?)"/>
    /// <param name="kind">The kind.</param>
    /// <param name="remedy">The engine's remedy, or null for the general one.</param>
    /// <param name="rights">What to grant, a sentence, if the error is a missing right.</param>
    public static string Of(DatabaseErrorKind kind, string? remedy, string? rights = null) =>
        $"{What(kind)} {(kind == DatabaseErrorKind.NotPermitted ? rights : null) ?? remedy ?? Remedy(kind)}";

    private static string What(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.Duplicate => "A record with the same unique key exists.",
        DatabaseErrorKind.ForeignKey => "Other records refer to it, or it refers to a record that is not there.",
        DatabaseErrorKind.Check => "A value is missing or outside what the table allows.",
        DatabaseErrorKind.Busy => "Another connection kept the database locked for too long.",
        DatabaseErrorKind.Transient => "The database cannot be reached, or it ended the connection.",
        DatabaseErrorKind.ReadOnly => "The database is read-only.",
        DatabaseErrorKind.CannotOpen => "The database cannot be opened.",
        DatabaseErrorKind.Corrupt => "The database is damaged, or is none of this engine.",
        DatabaseErrorKind.DiskFull => "The disk is full, or the database may not grow any more.",
        DatabaseErrorKind.NotPermitted => "The user or role of this connection lacks a right.",
        DatabaseErrorKind.Conflict => "Another transaction changed the same records at the same time, and the database gave this one up.",
        DatabaseErrorKind.SchemaMissing => "A table or column is missing that this version of the application needs.",
        DatabaseErrorKind.DatabaseMissing => "There is no such database on the server.",
        DatabaseErrorKind.StorageFailed => "The disk or network drive failed a read or a write.",
        _ => "The database failed the call.",
    };

    private static string Remedy(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.Duplicate => "Load and change it, or choose another value.",
        DatabaseErrorKind.ForeignKey => "Delete or save those first.",
        DatabaseErrorKind.Check => "Correct it and save again.",
        DatabaseErrorKind.Busy => "Call again when it has finished; look for a long transaction if that does not help.",
        DatabaseErrorKind.Transient => "Check that the server runs, then call again.",
        DatabaseErrorKind.ReadOnly => "Let this user write it, or connect to a server that is no standby.",
        DatabaseErrorKind.CannotOpen => "Check the connection string, and that this user may open the database.",
        DatabaseErrorKind.Corrupt => "Restore it from a backup.",
        DatabaseErrorKind.DiskFull => "Free some space, then call again.",
        DatabaseErrorKind.NotPermitted => "Grant it, and call again.",
        DatabaseErrorKind.Conflict => "Run the whole transaction again from its first read.",
        DatabaseErrorKind.SchemaMissing => "Call MigrationRunner.MigrateAsync first, or turn on MigrateOnStart.",
        DatabaseErrorKind.DatabaseMissing => "Call MigrationRunner.MigrateAsync to make it, or correct the connection string.",
        DatabaseErrorKind.StorageFailed =>
            "Check the disk, its connection, its quota and the largest size of a file there, then call again.",
        _ => "Look at the inner exception, which says why.",
    };
}
