using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>A file that is up to date.</summary>
internal sealed class MigratedFile : IAsyncDisposable
{
    private readonly string _folder;

    private MigratedFile(string folder)
    {
        _folder = folder;
        Services = MigrationStart.BuildServices(folder);
    }

    public ServiceProvider Services { get; }

    public static async Task<MigratedFile> CreateAsync()
    {
        var file = new MigratedFile(Directory.CreateTempSubdirectory("strategyengine-migrated-").FullName);
        await file.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
