using System.Data.Common;
using System.Globalization;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Sets up every connection that opens: WAL, full durability, and a collation of amounts that no culture can bend.</summary>
/// <remarks>One stateless instance serves the process.</remarks>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const NumberStyles AmountStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private SqliteConnectionSetup()
    {
    }

    public static SqliteConnectionSetup Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SetUp(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SetUp(connection);
        return Task.CompletedTask;
    }

    private static void SetUp(DbConnection connection)
    {
        if (connection is not SqliteConnection sqlite)
            return;

        // EF 10 registers EF_DECIMAL with the culture of the thread, which mis-sorts under de-DE (dotnet/efcore#37432); registering again replaces it.
        sqlite.CreateCollation("EF_DECIMAL", (left, right) => decimal.Compare(Parse(left), Parse(right)));
        using var command = sqlite.CreateCommand();
        var isReadOnly = new SqliteConnectionStringBuilder(sqlite.ConnectionString).Mode == SqliteOpenMode.ReadOnly;
        command.CommandText = isReadOnly ? "PRAGMA synchronous = FULL" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }

    private static decimal Parse(string text) => decimal.Parse(text, AmountStyle, CultureInfo.InvariantCulture);
}
