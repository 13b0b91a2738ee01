using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>Starts a process that brings an empty file up to date, and waits for its end: the runtime's own start is in both.</summary>
internal sealed class StartContender(string name, string way) : Contender(name)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strategyengine-migrate-").FullName;

    public override Task PrepareAsync()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        return Task.CompletedTask;
    }

    public override Task RunAsync() => ChildProcess.RunAsync(MigrationStart.Command, way, _folder);

    public override async Task<string> DigestAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "trading.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT COUNT(*) FROM sqlite_master WHERE name NOT IN ('__trading_migration_journal', '__EFMigrationsLock')) || ' objects, '
                || (SELECT COUNT(*) FROM __trading_migrations) || ' migrations, ' || (SELECT COUNT(*) FROM encryption_data_keys) || ' keys'
            """;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
