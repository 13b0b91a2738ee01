using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>Migrates a file that is up to date.</summary>
internal sealed class RunnerLook(MigratedFile file, int calls) : Contender("MigrationRunner.MigrateAsync with nothing pending")
{
    private readonly MigrationRunner _runner = file.Services.GetRequiredService<MigrationRunner>();
    private int _found;

    public override async Task RunAsync()
    {
        _found = 0;
        for (var i = 0; i < calls; i++)
            _found += (await _runner.MigrateAsync()).Current is null ? 0 : 1;
    }

    public override Task<string> DigestAsync() => Task.FromResult($"{_found / calls}");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
