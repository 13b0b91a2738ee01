using FluentAssertions;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>Optimizing a SQLite file.</summary>
public sealed class OptimizationTests : Specification<SqliteTestDatabase>
{
    private DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    [Test]
    public async Task Optimizing_gives_space_back()
    {
        SqliteFile.Fill(TestDatabase.Path, 60_000);
        SqliteFile.Scalar(TestDatabase.Path, "DELETE FROM market_data; PRAGMA wal_checkpoint(TRUNCATE)");

        var result = await Administrator.OptimizeAsync();

        result.Steps.Should().Contain(["VACUUM", "ANALYZE"]);
        result.SizeAfter.Should().BeLessThan(result.SizeBefore!.Value / 2);
        (await Administrator.OptimizeAsync(new OptimizeOptions { ReclaimSpace = false })).Steps.Should().Equal("ANALYZE");
    }

    [Test]
    public async Task Optimizing_beside_a_writer_that_does_not_end_is_given_up()
    {
        await using var services = SqliteFile.BuildServices(TestDatabase, "Default Timeout=1");
        await using var writer = new SqliteConnection(TestDatabase.ConnectionString);
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
        {
            (await services.GetRequiredService<DatabaseAdministrator>()
                .Awaiting(administrator => administrator.OptimizeAsync())
                .Should().ThrowAsync<AdministrationException>())
                .Which.Fault.Should().Be(AdministrationFault.Busy);
        }
    }
}
