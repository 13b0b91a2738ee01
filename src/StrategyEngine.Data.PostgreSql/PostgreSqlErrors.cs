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

    private static DatabaseErrorKind Kind(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation => DatabaseErrorKind.Duplicate,
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => DatabaseErrorKind.ForeignKey,
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.StringDataRightTruncation
            or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
            => DatabaseErrorKind.Check,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => DatabaseErrorKind.Conflict,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse => DatabaseErrorKind.Busy,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseErrorKind.ReadOnly,
        PostgresErrorCodes.InsufficientPrivilege => DatabaseErrorKind.NotPermitted,
        PostgresErrorCodes.InvalidCatalogName => DatabaseErrorKind.CannotOpen,
        PostgresErrorCodes.DiskFull => DatabaseErrorKind.DiskFull,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => DatabaseErrorKind.Corrupt,
        _ => OfClass(state),
    };

    private static DatabaseErrorKind OfClass(string state) => state.Length < 2 ? DatabaseErrorKind.Other : state[..2] switch
    {
        "08" or "57" when state is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DatabaseDropped) => DatabaseErrorKind.Transient, // connection; shut down by the operator
        "53" when state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded => DatabaseErrorKind.Transient,
        "28" => DatabaseErrorKind.CannotOpen, // who one is, and whether one may
        _ => DatabaseErrorKind.Other,
    };

    private static string? Named(PostgresException error) => error.ConstraintName ?? error.ColumnName;
}
