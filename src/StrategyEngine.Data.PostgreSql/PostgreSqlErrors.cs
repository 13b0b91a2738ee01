using System.Net.Sockets;

using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql;

/// <summary>What SQLSTATE codes mean (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlErrors
{
    public static DatabaseError Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException error:
                    return new DatabaseError(Kind(error.SqlState), Named(error));
                case NpgsqlException { InnerException: SocketException or IOException or TimeoutException }:
                    return new DatabaseError(DatabaseErrorKind.Transient);
            }
        }

        return default;
    }

    /// <summary>What repairs an error on PostgreSQL; null where the general words are enough.</summary>
    public static string? RemedyFor(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.ReadOnly =>
            "Connect to the primary server rather than a standby, and see that default_transaction_read_only is off.",
        DatabaseErrorKind.CannotOpen =>
            "Check the server, the user and the password of the connection string, and what pg_hba.conf of the server allows.",
        DatabaseErrorKind.Corrupt => "REINDEX the table if only an index is damaged; restore the database from a backup otherwise.",
        DatabaseErrorKind.DiskFull => "Free some space on the server, then call again; what was committed before stays.",
        _ => null,
    };

    private static DatabaseErrorKind Kind(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation => DatabaseErrorKind.Duplicate,
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => DatabaseErrorKind.ForeignKey,
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.StringDataRightTruncation
            or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.CharacterNotInRepertoire
            or PostgresErrorCodes.UntranslatableCharacter
            => DatabaseErrorKind.Check,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => DatabaseErrorKind.Conflict,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse => DatabaseErrorKind.Busy,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseErrorKind.ReadOnly,
        PostgresErrorCodes.InsufficientPrivilege => DatabaseErrorKind.NotPermitted,
        PostgresErrorCodes.InvalidCatalogName => DatabaseErrorKind.DatabaseMissing,
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
            DatabaseErrorKind.SchemaMissing,
        PostgresErrorCodes.IoError => DatabaseErrorKind.StorageFailed,
        PostgresErrorCodes.DiskFull => DatabaseErrorKind.DiskFull,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => DatabaseErrorKind.Corrupt,
        _ => OfClass(state),
    };

    private static DatabaseErrorKind OfClass(string state) => state.Length < 2 ? DatabaseErrorKind.Other : state[..2] switch
    {
        // connection; shut down by the operator
        "08" or "57" when state is not (PostgresErrorCodes.QueryCanceled
            or PostgresErrorCodes.DatabaseDropped) => DatabaseErrorKind.Transient,
        "53" when state is PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.ConfigurationLimitExceeded => DatabaseErrorKind.Transient,
        "28" => DatabaseErrorKind.CannotOpen, // who one is, and whether one may
        _ => DatabaseErrorKind.Other,
    };

    private static string? Named(PostgresException error) => error.ConstraintName ?? error.ColumnName;
}
