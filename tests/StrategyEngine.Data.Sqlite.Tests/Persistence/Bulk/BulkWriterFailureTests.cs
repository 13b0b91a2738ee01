using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Model;

/// <summary>What a file does to a bulk write that a server does not.</summary>
public sealed class BulkWriterFailureTests : Specification<SqliteTestDatabase>
{
    [Test]
    public async Task A_file_that_another_connection_keeps_locked_is_told_by_type()
    {
        var strategy = await StrategyAsync();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(Time)
            .AddTradingData(trading => trading
                .UseSqlite(TestDatabase.ConnectionString + ";Default Timeout=1")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, "keys")))))
            .BuildServiceProvider();
        await using var other = new SqliteConnection(TestDatabase.ConnectionString);
        await other.OpenAsync();
        Execute(other, "BEGIN IMMEDIATE");

        var failure = (await services.GetRequiredService<BulkWriter>()
            .Awaiting(writer => writer.UpsertAsync([strategy]))
            .Should().ThrowAsync<DatabaseUnavailableException>()).Which;
        Execute(other, "ROLLBACK");

        failure.Message.Should().Contain("rolled back");
        (await services.GetRequiredService<BulkWriter>().UpsertAsync([strategy])).Inserted.Should().Be(1);
    }

    [Test]
    public async Task A_full_disk_rolls_the_batch_back_and_leaves_the_ones_before()
    {
        var user = (await StrategyAsync()).UserId;
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        await using var services = BuildServices();
        await using (var limited = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext())
        {
            // The pool hands the connection to the writer.
            await limited.Database.OpenConnectionAsync();
            await limited.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 2500");
        }

        var failure = (await services.GetRequiredService<BulkWriter>()
            .Awaiting(writer => writer.UpsertAsync(Enumerable.Range(0, 40_000).Select(_ => TestRecords.Signal(user, asset.Id))))
            .Should().ThrowAsync<BulkWriteException>()).Which;

        (failure.Kind, failure.Code).Should().Be((DatabaseErrorKind.DiskFull, "persistence.disk_full"));
        (await context.Signals.CountAsync()).Should().BeGreaterThan(0).And.BeLessThan(40_000).And.Match(count => count % 10_000 == 0);
    }

    [Test]
    public async Task A_missing_table_is_told_with_the_call_that_makes_it()
    {
        var strategy = await StrategyAsync();
        await using (var context = CreateContext())
            await context.Database.ExecuteSqlRawAsync("DROP TABLE strategies");

        var failure =
            (await Get<BulkWriter>().Awaiting(writer => writer.UpsertAsync([strategy])).Should().ThrowAsync<BulkWriteException>()).Which;

        failure.Code.Should().Be("persistence.schema_missing");
        failure.Message.Should().Contain("MigrateAsync");
        failure.InnerException.Should().BeOfType<SqliteException>();
    }

    private async Task<Strategy> StrategyAsync()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        context.Add(user);
        await context.SaveChangesAsync();
        return TestRecords.Strategy(user.Id);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
