using FluentAssertions;
using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Processes that start together, and processes that are killed.</summary>
public sealed class CrowdTests : MigrationTests
{
    private const string Amounts = "SELECT COUNT(*) FROM ledger WHERE amount = id * 2 + 2";

    [Test]
    public async Task Eight_processes_on_a_server_without_the_database_apply_each_migration_once()
    {
        var applied = await TestProcess.RaceAsync<MigrateLedger>(Database, [], [], [], [], [], [], [], []);

        applied.Sum(lines => int.Parse(lines.Single())).Should().Be(5);
        await AssertWholeAsync();
        (await ScalarAsync<long>("SELECT COUNT(*) FROM trading.encryption_data_keys WHERE state = 'active'"))
            .Should().Be(await ScalarAsync<long>("SELECT COUNT(DISTINCT purpose) FROM trading.encryption_data_keys"), "they agree on one key per purpose");
    }

    [Test]
    public async Task Eight_processes_on_an_older_database_apply_each_migration_once()
    {
        await RunnerOf<LedgerContext>().MigrateAsync(options: new MigrateOptions { Target = "Ledger" });

        var applied = await TestProcess.RaceAsync<MigrateLedger>(Database, [], [], [], [], [], [], [], []);

        applied.Sum(lines => int.Parse(lines.Single())).Should().Be(3);
        await AssertWholeAsync();
    }

    [Test]
    public async Task Whenever_a_process_is_killed_the_next_run_reaches_the_end_and_loses_nothing()
    {
        const int Rounds = 8;
        var interrupted = 0;
        var runner = RunnerOf<LedgerContext>();
        for (var round = 0; round < Rounds; round++)
        {
            using (var process = await TestProcess.StartAsync<MigrateLedger>(Database))
            {
                process.Go();

                // At a random moment of a run that takes about this long.
                await Task.Delay(Random.Shared.Next(0, 2_500));
                await process.KillAsync();
            }

            interrupted += (await runner.GetStatusAsync()).IsCurrent ? 0 : 1;
            await runner.MigrateAsync();
            await AssertWholeAsync();
            await TemplateDatabase.DropAsync(Database.Name);
        }

        interrupted.Should().BePositive("a kill that always comes too late proves nothing");
    }

    private async Task AssertWholeAsync()
    {
        var runner = RunnerOf<LedgerContext>();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Select(entry => (entry.MigrationId, entry.Outcome)).Should().OnlyHaveUniqueItems()
            .And.HaveCount(5).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        (await ScalarAsync<long>(Amounts)).Should().Be(50_000, "each update ran once");
        (await ScalarAsync<long>("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid")).Should().Be(0);
    }
}
