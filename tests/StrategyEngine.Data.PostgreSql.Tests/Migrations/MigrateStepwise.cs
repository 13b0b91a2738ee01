using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Brings the ledger up to date; stops between any two commands until it is told to go on.</summary>
public sealed class MigrateStepwise : ITestProcessTask
{
    public const string AtBoundary = "at a boundary";

    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = MigrationFixture.ServicesOf<LedgerContext>((PostgreSqlTestDatabase)database);
        var runner = services.GetRequiredService<MigrationRunner>();
        await start();
        await runner.MigrateAsync(progress: new ProgressLog<MigrationProgress>(progress =>
        {
            if (progress.Stage is not (MigrationStage.Applying or MigrationStage.Applied))
                return;
            Console.WriteLine(AtBoundary);
            if (Console.ReadLine() is null)
                Environment.Exit(1); // the tests have ended without it
        }));
        return ["done"];
    }
}
