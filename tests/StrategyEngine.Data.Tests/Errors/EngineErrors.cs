using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using Npgsql;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;
using StrategyEngine.Data.SqlServer.Tests;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>
/// For each engine and kind of error an exception as its driver throws it, whose own message tells what must not get out.
/// </summary>
internal static class EngineErrors
{
    /// <summary>What stands in the message of each, and in the connection string of each provider.</summary>
    public const string Secret = "hunter2";

    private static readonly (DatabaseErrorKind Kind, int Code, int Extended, string Message)[] Sqlite =
    [
        (DatabaseErrorKind.Duplicate, 19, 2067, "UNIQUE constraint failed: users.normalized_username"),
        (DatabaseErrorKind.Duplicate, 19, 1555, "UNIQUE constraint failed: users.id"),
        (DatabaseErrorKind.Duplicate, 19, 2579, "UNIQUE constraint failed: users.rowid"),
        (DatabaseErrorKind.ForeignKey, 19, 787, "FOREIGN KEY constraint failed"),
        (DatabaseErrorKind.Check, 19, 275, "CHECK constraint failed: ck_trades_quantity"),
        (DatabaseErrorKind.Check, 19, 1299, "NOT NULL constraint failed: users.email"),
        (DatabaseErrorKind.Busy, 5, 5, "database is locked"),
        (DatabaseErrorKind.Busy, 6, 262, "database table is locked"),
        (DatabaseErrorKind.NotPermitted, 3, 3, "access permission denied"),
        (DatabaseErrorKind.ReadOnly, 8, 1032, "attempt to write a readonly database"),
        (DatabaseErrorKind.StorageFailed, 10, 778, "disk I/O error"),
        (DatabaseErrorKind.Corrupt, 11, 11, "database disk image is malformed"),
        (DatabaseErrorKind.Corrupt, 26, 26, "file is not a database"),
        (DatabaseErrorKind.DiskFull, 13, 13, "database or disk is full"),
        (DatabaseErrorKind.CannotOpen, 14, 14, "unable to open database file"),
        (DatabaseErrorKind.SchemaMissing, 1, 1, "no such table: main.market_data"),
        (DatabaseErrorKind.SchemaMissing, 1, 1, "no such column: t.note"),
        (DatabaseErrorKind.SchemaMissing, 1, 1, "table users has no column named note"),
        (DatabaseErrorKind.Other, 1, 1, "near \"SELEC\": syntax error"),
    ];

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static readonly (DatabaseErrorKind Kind, string State)[] PostgreSql =
    [
        (DatabaseErrorKind.Duplicate, "23505"), (DatabaseErrorKind.Duplicate, "23P01"),
        (DatabaseErrorKind.ForeignKey, "23503"), (DatabaseErrorKind.ForeignKey, "23001"),
        (DatabaseErrorKind.Check, "23514"), (DatabaseErrorKind.Check, "23502"),
        (DatabaseErrorKind.Check, "22001"), (DatabaseErrorKind.Check, "22003"),
        (DatabaseErrorKind.Conflict, "40001"), (DatabaseErrorKind.Conflict, "40P01"),
        (DatabaseErrorKind.Busy, "55P03"), (DatabaseErrorKind.Busy, "55006"),
        (DatabaseErrorKind.Transient, "08006"), (DatabaseErrorKind.Transient, "57P01"),
        (DatabaseErrorKind.Transient, "53300"), (DatabaseErrorKind.ReadOnly, "25006"),
        (DatabaseErrorKind.NotPermitted, "42501"), (DatabaseErrorKind.CannotOpen, "28P01"), (DatabaseErrorKind.DatabaseMissing, "3D000"),
        (DatabaseErrorKind.SchemaMissing, "42P01"), (DatabaseErrorKind.SchemaMissing, "42703"), (DatabaseErrorKind.SchemaMissing, "3F000"),
        (DatabaseErrorKind.DiskFull, "53100"), (DatabaseErrorKind.Corrupt, "XX001"),
        (DatabaseErrorKind.Corrupt, "XX002"), (DatabaseErrorKind.StorageFailed, "58030"),
        (DatabaseErrorKind.Other, "42601"),
    ];

    // sys.messages
    private static readonly (DatabaseErrorKind Kind, int Number)[] SqlServer =
    [
        (DatabaseErrorKind.Duplicate, 2627), (DatabaseErrorKind.Duplicate, 2601),
        (DatabaseErrorKind.ForeignKey, 547), (DatabaseErrorKind.Check, 515), (DatabaseErrorKind.Check, 2628),
        (DatabaseErrorKind.Conflict, 1205), (DatabaseErrorKind.Conflict, 3960),
        (DatabaseErrorKind.Busy, 1222), (DatabaseErrorKind.Busy, 5061), (DatabaseErrorKind.Transient, -2),
        (DatabaseErrorKind.Transient, 40613), (DatabaseErrorKind.ReadOnly, 3906),
        (DatabaseErrorKind.NotPermitted, 229), (DatabaseErrorKind.CannotOpen, 4060),
        (DatabaseErrorKind.CannotOpen, 18456), (DatabaseErrorKind.DatabaseMissing, 911),
        (DatabaseErrorKind.SchemaMissing, 208), (DatabaseErrorKind.SchemaMissing, 207),
        (DatabaseErrorKind.DiskFull, 1105), (DatabaseErrorKind.DiskFull, 9002),
        (DatabaseErrorKind.Corrupt, 824), (DatabaseErrorKind.Other, 102),
    ];

    public static TradingProvider[] Providers { get; } =
    [
        new SqliteTradingProvider($"Data Source=/{Secret}/trading.db"),
        new PostgreSqlTradingProvider($"Host=offline;Database=trading;Username=trading;Password={Secret}"),
        new SqlServerTradingProvider($"Server=offline;Database=trading;User Id=trading;Password={Secret}"),
    ];

    public static IEnumerable<(TradingProvider Provider, DatabaseErrorKind Kind, Exception Exception)> All =>
    [
        .. Sqlite.Select(error => (Providers[0], error.Kind,
            Wrapped(new SqliteException($"SQLite Error {error.Code}: '{error.Message}'.", error.Code, error.Extended)))),
        .. PostgreSql.Select(error => (Providers[1], error.Kind,
            Wrapped(new PostgresException($"what {Secret} did", "ERROR", "ERROR", error.State)))),
        .. SqlServer.Select(error => (Providers[2], error.Kind, Wrapped(SqlErrors.Exception((error.Number, $"what {Secret} did"))))),
    ];

    private static DbUpdateException Wrapped(Exception cause) => new("An error occurred while saving.", cause);
}
