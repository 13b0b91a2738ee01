using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer;

/// <summary>What the numbers of SQL Server's errors mean (sys.messages; https://learn.microsoft.com/sql/relational-databases/errors-events).</summary>
internal static class SqlServerErrors
{
    public const int LockRequestTimeout = 1222, DatabaseExists = 1801, InvalidObjectName = 208, ConstraintConflict = 547, FilegroupFull = 1105, LogFull = 9002;

    private const int UniqueIndexViolation = 2601, KeyViolation = 2627, SnapshotFailed = 7928;

    // What DBCC CHECKDB finds, or fails at, has these numbers.
    private const int FirstOfStorage = 2501, LastOfStorage = 2599, FirstOfChecks = 7901, LastOfChecks = 7999, FirstOfPages = 8901, LastOfPages = 8999;

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

    /// <summary>Whether the login may not do or see what was asked for.</summary>
    public static bool IsDenied(SqlException exception) => exception.Errors.Cast<SqlError>().Any(error => IsDenied(error.Number));

    /// <summary>How many of the errors are damage that DBCC CHECKDB has found.</summary>
    public static int CountDamage(SqlException exception) => exception.Errors.Cast<SqlError>().Count(error => !IsDenied(error.Number)
        && (error.Number is (>= FirstOfStorage and <= LastOfStorage) or (>= FirstOfChecks and <= LastOfChecks and not SnapshotFailed) or (>= FirstOfPages and <= LastOfPages)
            || KindOf(error) == DatabaseErrorKind.Corrupt));

    // On an object; a statement; the server's or database's state; a database; DBCC.
    private static bool IsDenied(int number) => number is 229 or 230 or 262 or 297 or 300 or 371 or 916 or 2571 or 7983;

    private static DatabaseErrorKind KindOf(SqlError error) => error.Number switch
    {
        UniqueIndexViolation or KeyViolation => DatabaseErrorKind.Duplicate,
        ConstraintConflict => error.Message.Contains("CHECK", StringComparison.Ordinal) ? DatabaseErrorKind.Check : DatabaseErrorKind.ForeignKey,

        // NULL in a column that takes none; text that is too long (by old and new number); a number out of range.
        515 or 2628 or 8152 or 8115 => DatabaseErrorKind.Check,

        // Deadlock victim; snapshot conflicts.
        1205 or 3960 or 3961 => DatabaseErrorKind.Conflict,

        // Lock timeout; ALTER DATABASE while others are connected; CREATE DATABASE beside another one.
        LockRequestTimeout or 5061 or DatabaseExists or 1807 => DatabaseErrorKind.Busy,

        // No page, no extent, no room in the log.
        1101 or FilegroupFull or LogFull => DatabaseErrorKind.DiskFull,

        // Timeout; connection lost; then Azure SQL: failing over, throttled, out of resources.
        -2 or 20 or 64 or 121 or 233 or 10053 or 10054 or 10060 or 40197 or 40501 or 40613 or 49918 or 49919 or 49920 or 10928 or 10929 or 4221 or 615
            => DatabaseErrorKind.Transient,

        // The database, or a replica that only reads.
        3906 or 978 or 3908 => DatabaseErrorKind.ReadOnly,

        // Database missing or offline; log-in refused; server not found.
        4060 or 911 or 916 or 942 or 18456 or 18486 or 18487 or 18488 or -1 or 2 or 53 or 10061 or 11001 => DatabaseErrorKind.CannotOpen,
        605 or 823 or 824 or 825 or 829 => DatabaseErrorKind.Corrupt,
        _ when IsDenied(error.Number) => DatabaseErrorKind.NotPermitted,
        _ => DatabaseErrorKind.Other,
    };

    /// <summary>The constraint, index or column in the message, which names things in quotes and also tells values, which must not get out.</summary>
    private static string? NameIn(SqlError error) => error.Number switch
    {
        KeyViolation => Quoted(error.Message, '\'', 0), // Violation of UNIQUE KEY constraint 'ak'. Cannot insert duplicate key in object 'users'. …
        UniqueIndexViolation => Quoted(error.Message, '\'', 1), // Cannot insert duplicate key row in object 'users' with unique index 'uq'. …
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
