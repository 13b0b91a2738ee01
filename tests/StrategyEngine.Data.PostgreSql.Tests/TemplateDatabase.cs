using Microsoft.Extensions.DependencyInjection;

using Npgsql;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>
/// A database that the runner has migrated and that holds no keys: copied for each test, which is quicker than migrating again.
/// </summary>
internal static class TemplateDatabase
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    public static async Task CopyToAsync(string name) => await ExecuteAsync($"""CREATE DATABASE "{name}" TEMPLATE "{await Made.Value}" """);

    public static async Task DropAsync()
    {
        if (Made is not { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return;
        await DropAsync(Made.Value.Result);
        await ExecuteAsync(RowsOnlyRole.Drop);
    }

    /// <summary>Drops a database, whoever is connected to it.</summary>
    public static async Task DropAsync(string name)
    {
        await using (var connection = new NpgsqlConnection(PostgreSqlTestDatabase.ConnectionStringOf(name)))
            NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync($"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""");
    }

    private static async Task<string> MakeAsync()
    {
        await using var database = new PostgreSqlTestDatabase();
        await using (var services = database.BuildServices(TimeProvider.System))
            await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM trading.encryption_data_keys; DELETE FROM trading.encryption_columns; "
                + RowsOnlyRole.Create;
            await command.ExecuteNonQueryAsync();
            NpgsqlConnection.ClearPool(connection);
        }

        var name = $"template_{database.Name}";
        await ExecuteAsync($"""ALTER DATABASE "{database.Name}" RENAME TO "{name}" """);
        return name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(PostgreSqlTestDatabase.ConnectionStringOf("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names that the tests have made.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
