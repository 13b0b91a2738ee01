using System.Globalization;
using System.Text;

using Microsoft.EntityFrameworkCore;

using Npgsql;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>A database of the test server, named after the folder of the test.</summary>
public class PostgreSqlTestDatabase : TestDatabase
{
    public string Name => Path.GetFileName(Folder);

    public string ConnectionString => ConnectionStringOf(Name);

    public static string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(PostgreSqlTestServer.ConnectionString)
        {
            Database = database,
            MaxPoolSize = 60,
            ApplicationName = "StrategyEngine.Data.Tests"
        }.ConnectionString;

    public override void Use(TradingDataBuilder trading) => trading.UsePostgreSql(ConnectionString);

    public override string Table(string name) => $"trading.{name}";

    public override Task ExecuteAsOwnerAsync(DbContext context, string sql) => ExecuteAsync(sql);

    /// <summary>Another connection to the database, which knows nothing of the library.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements on such a connection.</summary>
    public Task ExecuteAsync(string sql) => ScalarAsync<object>(sql);

    /// <summary>Runs statements on such a connection and gives the first value.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() is { } value
            ? (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture)
            : default;
    }

    public override async Task MigrateAsync(MigrationRunner runner)
    {
        await TemplateDatabase.CopyToAsync(Name);
        await base.MigrateAsync(runner);
    }

    public override async Task<string> ExplainAsync(DbContext context, IQueryable query)
    {
        await context.Database.OpenConnectionAsync();

        // A table that is nearly empty is read as a whole, whatever indexes it has.
        await context.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_bitmapscan = off");
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync())
            plan.AppendLine(reader.GetString(0));
        return plan.ToString();
    }

    public override async Task<byte[]> DumpAsync()
    {
        using var dump = new MemoryStream();
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using (var checkpoint = connection.CreateCommand())
        {
            checkpoint.CommandText = "CHECKPOINT";
            await checkpoint.ExecuteNonQueryAsync();
        }

        // Tables, indexes and what is too long for them, with the rows that were deleted and not yet overwritten; and the catalog of them
        // and the samples of the planner.
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT pg_read_binary_file(pg_relation_filepath(oid), 0, pg_relation_size(oid), true)
            FROM pg_class
            WHERE pg_relation_filepath(oid) IS NOT NULL AND (oid >= 16384 OR relname IN ('pg_class', 'pg_statistic'))
            """;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (!await reader.IsDBNullAsync(0))
                dump.Write(reader.GetFieldValue<byte[]>(0));
        }

        return dump.ToArray();
    }

    public override async ValueTask DisposeAsync()
    {
        if (IsAttached)
            NpgsqlConnection.ClearAllPools(); // of a process that other tests use, too
        else
            await TemplateDatabase.DropAsync(Name);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
