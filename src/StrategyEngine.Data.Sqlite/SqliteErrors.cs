using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite;

/// <summary>What SQLite's result codes mean (https://sqlite.org/rescode.html), and what repairs each.</summary>
internal static class SqliteErrors
{
    private const int PrimaryCode = 0xFF;

    /// <summary>Classifies an exception by the first error of SQLite in it.</summary>
    public static DatabaseError Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException error)
                return Classify(error);
        }

        return default;
    }

    /// <summary>Classifies an error of SQLite.</summary>
    public static DatabaseError Classify(SqliteException error)
    {
        var kind = KindOf(error.SqliteErrorCode, error.SqliteExtendedErrorCode, error.Message);
        return new DatabaseError(kind, kind is DatabaseErrorKind.Duplicate or DatabaseErrorKind.Check ? NameIn(error.Message) : null);
    }

    /// <summary>Whether another connection holds the lock.</summary>
    public static bool IsBusy(int resultCode) => (resultCode & PrimaryCode) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>
    /// The exception for a result code of a call that did not go through Microsoft.Data.Sqlite, as it would have thrown it.
    /// </summary>
    public static SqliteException Read(sqlite3 database, int resultCode) =>
        Of(resultCode, raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());

    /// <summary>The same, in the words for the code: the message of a connection may be that of an earlier call.</summary>
    public static SqliteException ReadCode(sqlite3 database, int resultCode) =>
        Of(resultCode, raw.sqlite3_extended_errcode(database), raw.sqlite3_errstr(resultCode).utf8_to_string());

    /// <summary>What repairs an error on SQLite; null where the general words are enough.</summary>
    public static string? RemedyFor(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.Busy =>
            "Call again when it has finished, or raise Default Timeout in the connection string;"
            + " if that does not help, look for a long transaction or a program that holds the file.",
        DatabaseErrorKind.ReadOnly or DatabaseErrorKind.NotPermitted =>
            "Let this user write the file and its folder, and leave Mode=ReadOnly out of the connection string.",
        DatabaseErrorKind.CannotOpen =>
            "Check that the folder in the connection string exists, that this user may write it,"
                + " and that no directory has the file's name.",
        DatabaseErrorKind.Corrupt =>
            "Call VerifyBackupAsync on the latest backup, then RestoreAsync; or point the connection string at the right file.",
        DatabaseErrorKind.DiskFull => "Free some space on the disk of the file, then call again; what was committed before stays.",
        _ => null,
    };

    private static SqliteException Of(int resultCode, int extended, string text) =>
        new($"SQLite Error {resultCode & PrimaryCode}: '{text}'.", resultCode & PrimaryCode, extended);

    private static DatabaseErrorKind KindOf(int code, int extended, string message) => extended switch
    {
        raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_ROWID => DatabaseErrorKind.Duplicate,
        raw.SQLITE_CONSTRAINT_FOREIGNKEY or raw.SQLITE_CONSTRAINT_TRIGGER => DatabaseErrorKind.ForeignKey,
        raw.SQLITE_CONSTRAINT_CHECK or raw.SQLITE_CONSTRAINT_NOTNULL => DatabaseErrorKind.Check,
        _ => code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => DatabaseErrorKind.Busy,
            raw.SQLITE_PERM or raw.SQLITE_AUTH => DatabaseErrorKind.NotPermitted,
            raw.SQLITE_READONLY => DatabaseErrorKind.ReadOnly,
            raw.SQLITE_IOERR => DatabaseErrorKind.StorageFailed,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => DatabaseErrorKind.Corrupt,
            raw.SQLITE_FULL => DatabaseErrorKind.DiskFull,
            raw.SQLITE_CANTOPEN => DatabaseErrorKind.CannotOpen,
            raw.SQLITE_ERROR when TellsOfMissing(message) => DatabaseErrorKind.SchemaMissing,
            _ => DatabaseErrorKind.Other,
        },
    };

    // SQLite has one code for every statement that it cannot compile, and says which table or column it does not know.
    private static bool TellsOfMissing(string message) =>
        message.Contains("no such table: ", StringComparison.Ordinal)
        || message.Contains("no such column: ", StringComparison.Ordinal)
        || message.Contains(" has no column named ", StringComparison.Ordinal);

    // SQLite says "SQLite Error 19: 'UNIQUE constraint failed: users.normalized_username'."
    private static string? NameIn(string message)
    {
        const string Mark = "constraint failed: ";
        var start = message.IndexOf(Mark, StringComparison.Ordinal);
        return start < 0 ? null : message[(start + Mark.Length)..].TrimEnd('.', '\'');
    }
}
