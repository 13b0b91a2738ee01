using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Brings the ledger up to date; writes how many migrations it applied.</summary>
public sealed class MigrateLedger : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = MigrationTests.ServicesOf<LedgerContext>((PostgreSqlTestDatabase)database);
        var runner = services.GetRequiredService<MigrationRunner>();
        await start();
        return [$"{(await runner.MigrateAsync()).Applied.Count}"];
    }
}
