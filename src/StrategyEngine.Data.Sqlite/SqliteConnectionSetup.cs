using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

using SQLitePCL;

using StrategyEngine.Data.Sqlite.Amounts;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Sets up every connection that opens: WAL, full durability, and a collation of amounts that no culture can bend.</summary>
/// <remarks>One instance serves the process; it remembers which connections it has set up.</remarks>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const NumberStyles AmountStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly ConditionalWeakTable<sqlite3, object> Known = [];

    private SqliteConnectionSetup()
    {
    }

    public static SqliteConnectionSetup Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SetUp(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SetUp(connection);
        return Task.CompletedTask;
    }

    private static void SetUp(DbConnection connection)
    {
        if (connection is not SqliteConnection sqlite)
            return;

        // EF 10 registers EF_DECIMAL with the culture of the thread, which mis-sorts under de-DE (dotnet/efcore#37432); registering again
        // replaces it.
        sqlite.CreateCollation("EF_DECIMAL", (left, right) => decimal.Compare(Parse(left), Parse(right)));
        SqliteAmountFunctions.Register(sqlite);
        using var command = sqlite.CreateCommand();

        // The journal is the file's, and asked for once per native connection, which a pool hands from one to the next. The durability may
        // have been changed by whoever had it before.
        var isNew = Known.TryAdd(sqlite.Handle!, Known)
            && new SqliteConnectionStringBuilder(sqlite.ConnectionString).Mode != SqliteOpenMode.ReadOnly;
        if (!isNew && SqliteFileIdentity.HasMoved(sqlite.Handle!))
        {
            SqliteConnection.ClearPool(sqlite);
            throw new TradingDataException(
                "sqlite.file_replaced",
                "The database file was replaced or deleted while it was in use. The connections to the old one are closed now: try again. "
                + "Restore a backup into the file, not over it.");
        }

        command.CommandText = isNew ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL" : "PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }

    private static decimal Parse(string text) => decimal.Parse(text, AmountStyle, CultureInfo.InvariantCulture);
}
