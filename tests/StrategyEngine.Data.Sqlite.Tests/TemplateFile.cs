using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests;

/// <summary>
/// A file that the runner has migrated and that holds no keys: copied for each test, which is quicker than migrating again.
/// </summary>
internal static class TemplateFile
{
    private static readonly Lazy<Task<byte[]>> Made = new(MakeAsync);

    public static async Task CopyToAsync(string path) => await File.WriteAllBytesAsync(path, await Made.Value);

    private static async Task<byte[]> MakeAsync()
    {
        await using var database = new SqliteTestDatabase();
        await using (var services = database.BuildServices(TimeProvider.System))
            await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var connection = new SqliteConnection($"{database.ConnectionString};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();

            // Nothing of the deleted rows remains, for tests search the file for secrets; and no change waits in the log beside the file.
            command.CommandText =
                "DELETE FROM encryption_data_keys; DELETE FROM encryption_columns; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
        }

        return await File.ReadAllBytesAsync(database.Path);
    }
}
