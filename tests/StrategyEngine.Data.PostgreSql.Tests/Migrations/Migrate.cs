using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>
/// Brings a context up to date; writes how many migrations it applied. The arguments are settings of the connection string.
/// </summary>
public sealed class Migrate<TContext> : ITestProcessTask
    where TContext : DbContext
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = MigrationFixture.ServicesOf<TContext>((PostgreSqlTestDatabase)database, string.Join(';', arguments));
        var runner = services.GetRequiredService<MigrationRunner>();
        await start();
        return [$"{(await runner.MigrateAsync()).Applied.Count}"];
    }
}
