using Npgsql;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>A database that its owner has migrated, used by a role that may read and write rows and nothing else, with failures retried.</summary>
public sealed class RowsOnlyTestDatabase : PostgreSqlTestDatabase
{
    private const string Password = "rows-only";

    /// <summary>How the application connects.</summary>
    public string RowsOnlyConnectionString => new NpgsqlConnectionStringBuilder(ConnectionString) { Username = Role, Password = Password }.ConnectionString;

    // The part of the name that differs is its end.
    private string Role => $"rows_{Name[^20..]}";

    public override void Use(TradingDataBuilder trading) => trading.UsePostgreSql(RowsOnlyConnectionString, npgsql => npgsql.EnableRetryOnFailure());

    public override async Task MigrateAsync(MigrationRunner runner)
    {
        await TemplateDatabase.CopyToAsync(Name);
        await ExecuteAsync(
            $"""
            CREATE ROLE {Role} LOGIN PASSWORD '{Password}';
            REVOKE ALL ON DATABASE "{Name}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{Name}" TO {Role};
            GRANT USAGE ON SCHEMA trading TO {Role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA trading TO {Role};
            """);
        await runner.MigrateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (!IsAttached)
        {
            await using (var connection = new NpgsqlConnection(RowsOnlyConnectionString))
                NpgsqlConnection.ClearPool(connection);
            await using (var connection = new NpgsqlConnection(ConnectionString))
                NpgsqlConnection.ClearPool(connection);
            await TemplateDatabase.DropAsync(Name);
            await TemplateDatabase.DropRoleAsync(Role);
        }

        await base.DisposeAsync();
    }
}
