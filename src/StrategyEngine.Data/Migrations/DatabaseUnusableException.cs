namespace StrategyEngine.Data.Migrations;

/// <summary>The database cannot be read or written at all. Nothing was changed but what an engine without atomic batches had committed before. <see cref="Reason"/> and the code say why.</summary>
public sealed class DatabaseUnusableException : MigrationException
{
    internal DatabaseUnusableException(DatabaseUnusableReason reason, Exception innerException)
        : base(CodeOf(reason), MessageOf(reason), innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public DatabaseUnusableReason Reason { get; }

    private static string CodeOf(DatabaseUnusableReason reason) => reason switch
    {
        DatabaseUnusableReason.ReadOnly => "migrations.read_only",
        DatabaseUnusableReason.NotPermitted => "migrations.not_permitted",
        DatabaseUnusableReason.CannotOpen => "migrations.cannot_open",
        DatabaseUnusableReason.Unreachable => "migrations.unreachable",
        _ => "migrations.corrupt",
    };

    private static string MessageOf(DatabaseUnusableReason reason) => reason switch
    {
        DatabaseUnusableReason.ReadOnly =>
            "The database is read-only. Let this user write it (a file with its folder; a server that is no standby), and leave read-only modes out of the connection string; then call MigrateAsync again.",
        DatabaseUnusableReason.CannotOpen =>
            "The database cannot be opened. Check that the folder in the connection string exists, that this user may write it, and that no directory has the file's name; of a server, that it runs, can be reached and lets this user in.",
        DatabaseUnusableReason.NotPermitted =>
            "The user or role of this connection lacks a right; the inner exception names what it is about. Looking at migrations needs SELECT on the history table and the journal; migrating needs to own the tables or to create them.",
        DatabaseUnusableReason.Unreachable =>
            "The server cannot be reached, or it ended the connection. The migration that was running is rolled back; those that were committed before it stay. Check that the server runs, then call again.",
        _ => "The file is damaged or is no database of this engine. Point the connection string at the right file, or restore it from a backup.",
    };
}
