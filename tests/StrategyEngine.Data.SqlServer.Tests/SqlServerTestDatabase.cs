using System.Globalization;
using System.Text;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.SqlServer.Tests;

/// <summary>
/// A database of its own on the server of <c>TRADING_TEST_SQLSERVER</c>; without that variable, every test that needs one is skipped.
/// </summary>
public sealed class SqlServerTestDatabase : TestDatabase
{
    private const string Variable = "TRADING_TEST_SQLSERVER";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    private bool _isUsed;

    /// <summary>How to connect to the database.</summary>
    public string ConnectionString => new SqlConnectionStringBuilder(Server) { InitialCatalog = Name }.ConnectionString;

    private string Name => Path.GetFileName(Folder);

    public override void Use(TradingDataBuilder trading)
    {
        if (string.IsNullOrEmpty(Server))
            Assert.Ignore($"There is no SQL Server: set {Variable} to the connection string of a login that may create databases.");
        _isUsed = true;
        trading.UseSqlServer(ConnectionString);
    }

    public override string Table(string name) => $"trading.{name}";

    public override async Task<string> ExplainAsync(DbContext context, IQueryable query)
    {
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET SHOWPLAN_XML ON");
        await using var command = query.CreateDbCommand();
        var plan = new StringBuilder();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                plan.AppendLine(reader.GetString(0));
        }

        await context.Database.ExecuteSqlRawAsync("SET SHOWPLAN_XML OFF");
        return plan.ToString();
    }

    /// <summary>Every value of every table: the files themselves belong to the server.</summary>
    public override async Task<byte[]> DumpAsync()
    {
        using var dump = new MemoryStream();
        await using var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var table in await TablesAsync(connection))
        {
            await using var command = new SqlCommand($"SELECT * FROM {table}", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    dump.Write(Bytes(reader.GetValue(i)));
            }
        }

        return dump.ToArray();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();

        // A process that a test started leaves folder and database to that test.
        if (_isUsed && !Directory.Exists(Folder))
            await DropAsync();
    }

    private async Task DropAsync()
    {
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(
            $"""
            IF DB_ID(N'{Name}') IS NOT NULL
            BEGIN
                ALTER DATABASE [{Name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
                DROP DATABASE [{Name}];
            END
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> TablesAsync(SqlConnection connection)
    {
        var tables = new List<string>();
        await using var command = new SqlCommand(
            "SELECT QUOTENAME(SCHEMA_NAME(schema_id)) + '.' + QUOTENAME(name) FROM sys.tables", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private static byte[] Bytes(object value) => value switch
    {
        byte[] bytes => bytes,
        Guid id => id.ToByteArray(),
        string text => [.. Encoding.UTF8.GetBytes(text), .. Encoding.Unicode.GetBytes(text)],
        _ => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };
}
