using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer;

/// <summary>
/// What the numbers of SQL Server's errors mean (sys.messages; https://learn.microsoft.com/sql/relational-databases/errors-events).
/// </summary>
internal static class SqlServerErrors
{
    public const int InvalidObjectName = 208;

    private const int UniqueIndexViolation = 2601, KeyViolation = 2627, ConstraintConflict = 547, SnapshotFailed = 7928;

    // What DBCC CHECKDB finds, or fails at, has these numbers.
    private const int FirstOfStorage = 2501, LastOfStorage = 2599, FirstOfChecks = 7901, LastOfChecks = 7999, FirstOfPages = 8901,
        LastOfPages = 8999;

    /// <summary>Classifies an exception by the first of its errors that means something.</summary>
    public static DatabaseError Classify(SqlException exception)
    {
        foreach (SqlError error in exception.Errors)
        {
            if (KindOf(error) is not DatabaseErrorKind.Other and var kind)
                return new DatabaseError(kind, NameIn(error));
        }

        return new DatabaseError(DatabaseErrorKind.Other);
    }

    /// <summary>What repairs an error on SQL Server; null where the general words are enough.</summary>
    public static string? RemedyFor(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.Busy =>
            "Call again when it has finished, or raise Command Timeout in the connection string;"
                + " look for a long transaction if that does not help.",
        DatabaseErrorKind.ReadOnly =>
            "Connect to the primary replica, leave ApplicationIntent=ReadOnly out of the connection string,"
                + " or run ALTER DATABASE … SET READ_WRITE.",
        DatabaseErrorKind.CannotOpen =>
            "Check the server, the database and the login of the connection string, and that the database is online.",
        DatabaseErrorKind.Corrupt => "Run DBCC CHECKDB, and restore the database from a backup.",
        DatabaseErrorKind.DiskFull =>
            "Let the files of the database and its log grow, back the log up, or free some space on the server; then call again.",
        _ => null,
    };

    /// <summary>Whether the login may not do or see what was asked for.</summary>
    public static bool IsDenied(SqlException exception) => exception.Errors.Cast<SqlError>().Any(error => IsDenied(error.Number));

    /// <summary>How many of the errors are damage that DBCC CHECKDB has found.</summary>
    public static int CountDamage(SqlException exception) => exception.Errors.Cast<SqlError>().Count(error => !IsDenied(error.Number)
        && (error.Number is (>= FirstOfStorage and <= LastOfStorage) or (>= FirstOfChecks and <= LastOfChecks and not SnapshotFailed)
            or (>= FirstOfPages and <= LastOfPages)
            || KindOf(error) == DatabaseErrorKind.Corrupt));

    // On an object; a statement; the server's or database's state; a database; DBCC.
    private static bool IsDenied(int number) => number is 229 or 230 or 262 or 297 or 300 or 371 or 916 or 2571 or 7983;

    private static DatabaseErrorKind KindOf(SqlError error) => error.Number switch
    {
        UniqueIndexViolation or KeyViolation => DatabaseErrorKind.Duplicate,
        ConstraintConflict =>
            error.Message.Contains("CHECK", StringComparison.Ordinal) ? DatabaseErrorKind.Check : DatabaseErrorKind.ForeignKey,

        // NULL in a column that takes none; text that is too long (by old and new number); a number out of range.
        515 or 2628 or 8152 or 8115 => DatabaseErrorKind.Check,

        // Deadlock victim; snapshot conflicts.
        1205 or 3960 or 3961 => DatabaseErrorKind.Conflict,

        // Lock timeout; ALTER DATABASE while others are connected; CREATE DATABASE beside another one.
        1222 or 5061 or 1801 or 1807 => DatabaseErrorKind.Busy,

        // No page, no extent, no room in the log.
        1101 or 1105 or 9002 => DatabaseErrorKind.DiskFull,

        // Timeout; connection lost; then Azure SQL: failing over, throttled, out of resources.
        -2 or 20 or 64 or 121 or 233 or 10053 or 10054 or 10060 or 40197 or 40501 or 40613 or 49918 or 49919 or 49920 or 10928 or 10929
            or 4221 or 615
            => DatabaseErrorKind.Transient,

        // The database, or a replica that only reads.
        3906 or 978 or 3908 => DatabaseErrorKind.ReadOnly,

        // A table or view; a column.
        InvalidObjectName or 207 => DatabaseErrorKind.SchemaMissing,
        911 => DatabaseErrorKind.DatabaseMissing,

        // Database missing, offline or closed to the login; log-in refused; server not found.
        4060 or 916 or 942 or 18456 or 18486 or 18487 or 18488 or -1 or 2 or 53 or 10061 or 11001 => DatabaseErrorKind.CannotOpen,
        605 or 823 or 824 or 825 or 829 => DatabaseErrorKind.Corrupt,
        _ when IsDenied(error.Number) => DatabaseErrorKind.NotPermitted,
        _ => DatabaseErrorKind.Other,
    };

    /// <summary>
    /// The constraint, index or column in the message, which names things in quotes and also tells values, which must not get out.
    /// </summary>
    private static string? NameIn(SqlError error) => error.Number switch
    {
        // Violation of UNIQUE KEY constraint 'ak'. Cannot insert duplicate key in object 'users'. …
        KeyViolation => Quoted(error.Message, '\'', 0),
        // Cannot insert duplicate key row in object 'users' with unique index 'uq'. …
        UniqueIndexViolation => Quoted(error.Message, '\'', 1),
        ConstraintConflict => Quoted(error.Message, '"', 0), // The INSERT statement conflicted with the CHECK constraint "ck". …
        515 => Quoted(error.Message, '\'', 0), // Cannot insert the value NULL into column 'name', table 'users'; …
        _ => null,
    };

    private static string? Quoted(string message, char quote, int index)
    {
        var parts = message.Split(quote);
        return parts.Length > (2 * index) + 2 ? parts[(2 * index) + 1] : null;
    }
}
