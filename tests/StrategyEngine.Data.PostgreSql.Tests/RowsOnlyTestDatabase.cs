using Npgsql;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>
/// A database that its owner has migrated, used by a role that may read and write rows and nothing else, with failures retried.
/// </summary>
public sealed class RowsOnlyTestDatabase : PostgreSqlTestDatabase
{
    /// <summary>How the application connects.</summary>
    public string RowsOnlyConnectionString =>
        new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Username = RowsOnlyRole.Name,
            Password = RowsOnlyRole.Password
        }.ConnectionString;

    public override void Use(TradingDataBuilder trading) =>
        trading.UsePostgreSql(RowsOnlyConnectionString, npgsql => npgsql.EnableRetryOnFailure());

    public override async Task MigrateAsync(MigrationRunner runner)
    {
        await TemplateDatabase.CopyToAsync(Name);
        await ExecuteAsync($"""REVOKE ALL ON DATABASE "{Name}" FROM PUBLIC; GRANT CONNECT ON DATABASE "{Name}" TO {RowsOnlyRole.Name}""");
        await runner.MigrateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(RowsOnlyConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await base.DisposeAsync();
    }
}
