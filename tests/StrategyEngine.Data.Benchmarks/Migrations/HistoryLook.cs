using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>Reads the history of a file that is up to date, on a fresh context each time.</summary>
internal sealed class HistoryLook(MigratedFile file, int calls) : Contender("GetAppliedMigrationsAsync on a fresh context")
{
    private int _found;

    public override async Task RunAsync()
    {
        _found = 0;
        var database = file.Services.GetRequiredService<TradingDatabase>();
        for (var i = 0; i < calls; i++)
        {
            await using var context = database.CreateContext();
            _found += (await context.Database.GetAppliedMigrationsAsync()).Any() ? 1 : 0;
        }
    }

    public override Task<string> DigestAsync() => Task.FromResult($"{_found / calls}");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
