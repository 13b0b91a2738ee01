using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Processes that start together, and processes that are killed.</summary>
public sealed class CrowdTests : MigrationFixture
{
    private const int Migrations = 6;

    private const string Impatient = "Command Timeout=1";

    private const string Amounts = "SELECT COUNT(*) FROM ledger WHERE amount = id * 2 + 2";

    [Test]
    public async Task Processes_on_a_server_without_the_database_apply_each_migration_once()
    {
        (await RaceAsync(Rounds.Of(standard: 4, full: 32, part: 3))).Should().Be(Migrations);

        await AssertWholeAsync();
        (await ScalarAsync<long>("SELECT COUNT(*) FROM trading.encryption_data_keys WHERE state = 'active'"))
            .Should().Be(await ScalarAsync<long>("SELECT COUNT(DISTINCT purpose) FROM trading.encryption_data_keys"),
                "they agree on one key per purpose");
    }

    [TestCase("TradingTables", 5)]
    [TestCase("Note", 1)]
    public async Task Processes_on_an_older_database_apply_each_migration_once(string current, int pending)
    {
        await RunnerOf<LedgerContext>().MigrateAsync(new MigrateOptions { Target = current });

        (await RaceAsync(Rounds.Of(standard: 4, full: 32, part: 1))).Should().Be(pending);

        await AssertWholeAsync();
    }

    [Test]
    public async Task Whenever_a_process_is_killed_the_next_run_reaches_the_end_and_loses_nothing()
    {
        var kills = Rounds.Of(standard: 3, full: 12, part: 5);
        var interrupted = 0;
        var runner = RunnerOf<LedgerContext>();
        for (var round = 0; interrupted < kills && round < 4 * kills; round++)
        {
            using (var process = await TestProcess.StartAsync<Migrate<LedgerContext>>(Database))
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

        interrupted.Should().Be(kills, "a kill that comes too late is not counted");
    }

    [Test]
    public async Task A_process_may_be_killed_at_every_boundary_between_two_commands()
    {
        var boundaries = await StopAtBoundaryAsync(int.MaxValue);
        boundaries.Should().BeGreaterThan(9, "each of these migrations has commands, and some are outside a transaction");

        var chosen = Enumerable.Range(0, boundaries).ToArray();
        Random.Shared.Shuffle(chosen);
        foreach (var boundary in chosen.Take(Rounds.Of(standard: 3, full: 100, part: 2)))
            (await StopAtBoundaryAsync(boundary)).Should().Be(boundary);
    }

    [Test]
    public async Task Waiters_outlast_a_holder_that_sleeps_and_status_answers_meanwhile()
    {
        var runner = RunnerOf<NapContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "TradingTables" });
        await using var alarm = await Database.ConnectAsync();
        await using var command = alarm.CreateCommand();
        command.CommandText = "SELECT pg_advisory_lock(4711)";
        await command.ExecuteNonQueryAsync();
        using var holder = await TestProcess.StartAsync<Migrate<NapContext>>(Database, Impatient);
        holder.Go();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await runner.GetStatusAsync(patience.Token)).LockHolder is not { IsVerified: true })
            await Task.Delay(50, patience.Token);
        var waiters = Enumerable.Range(0, 3).Select(_ => RunnerOf<NapContext>(Impatient).MigrateAsync()).ToList();

        // Longer than a command may take by the connection string.
        await Task.Delay(TimeSpan.FromSeconds(1.5));

        var asked = TimeProvider.System.GetTimestamp();
        var status = await runner.GetStatusAsync();

        TimeProvider.System.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(20));
        status.Pending.Should().ContainSingle();
        status.LockHolder.Should().Match<MigrationLockHolder>(each => each.IsVerified && each.Application == "StrategyEngine.Data.Tests");
        waiters.Should().OnlyContain(waiter => !waiter.IsCompleted);
        command.CommandText = "SELECT pg_advisory_unlock(4711)";
        await command.ExecuteNonQueryAsync();
        (await holder.FinishAsync()).Should().Equal("1");
        (await Task.WhenAll(waiters)).Should().OnlyContain(result => result.Applied.Count == 0);
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(each => each.IsCurrent && each.LockHolder == null);
    }

    /// <summary>Has a process migrate, and kills it after so many boundaries, or at the end; then another run must reach the end.</summary>
    /// <returns>How many boundaries it passed.</returns>
    private async Task<int> StopAtBoundaryAsync(int boundary)
    {
        var runner = RunnerOf<LedgerContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "TradingTables" });
        var passed = 0;
        using (var process = await TestProcess.StartAsync<MigrateStepwise>(Database))
        {
            process.Go();
            while (await process.ReadLineAsync() == MigrateStepwise.AtBoundary && passed < boundary)
            {
                passed++;
                process.Go();
            }

            await process.KillAsync();
        }

        await runner.MigrateAsync();
        await AssertWholeAsync();
        await TemplateDatabase.DropAsync(Database.Name);
        return passed;
    }

    private async Task<int> RaceAsync(int processes)
    {
        var applied = await TestProcess.RaceAsync<Migrate<LedgerContext>>(
            Database, [.. Enumerable.Repeat(Array.Empty<string>(), processes)]);
        return applied.Sum(lines => int.Parse(lines.Single()));
    }

    private async Task AssertWholeAsync()
    {
        var runner = RunnerOf<LedgerContext>();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Select(entry => (entry.MigrationId, entry.Outcome)).Should().OnlyHaveUniqueItems()
            .And.HaveCount(Migrations).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        (await ScalarAsync<long>(Amounts)).Should().Be(50_000, "each update ran once");
        (await runner.VerifyAsync(VerifyChecks.All & ~VerifyChecks.PendingModel)).Findings.Should().BeEmpty();
    }
}
