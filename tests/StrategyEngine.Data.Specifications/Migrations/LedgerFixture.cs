using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations.Ledger;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>What the specifications of a host's own migrations share, in a database that has the library's tables already.</summary>
public abstract class LedgerFixture<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected const string First = "20250501000000_Ledger";
    protected const string Second = "20250502000000_DropNote";
    protected const string Sixth = "20250506000000_DropArchive";
    protected const string Last = "20250507000000_ClearLedger";

    // The context of these tests has no snapshot to compare its model with.
    protected const VerifyChecks Checks = VerifyChecks.All & ~VerifyChecks.PendingModel;

    private readonly List<ServiceProvider> _hosts = [];

    private MigrationRunner? _runner;

    protected MigrationRunner Runner => _runner ??= RunnerOf<LedgerContext>();

    [TearDown]
    public async Task StopHostsAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    protected MigrationRunner RunnerOf<TContext>()
        where TContext : DbContext
    {
        var host = TestDatabase.BuildHostServices<TContext>(Time);
        _hosts.Add(host);
        return host.GetRequiredService<MigrationRunner>();
    }

    protected LedgerContext CreateLedgerContext()
    {
        var host = TestDatabase.BuildHostServices<LedgerContext>(Time);
        _hosts.Add(host);
        return host.GetRequiredService<IDbContextFactory<LedgerContext>>().CreateDbContext();
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var context = CreateLedgerContext();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    protected async Task<int> CountAsync(string sql)
    {
        await using var context = CreateLedgerContext();
        return await context.Database.SqlQueryRaw<int>(sql).SingleAsync();
    }
}
