using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Processes;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Processes that start together, and processes that are killed.</summary>
public sealed class CrowdTests : MigrationFixture
{
    // Two crowds at once are none: neither gets the processor.
    private static readonly SemaphoreSlim OneRace = new(1);

    private static readonly MigrateOptions Acknowledged = new() { AcknowledgedRisks = [MigrationRiskCodes.NotNull] };

    [Test]
    public async Task Processes_on_an_empty_database_apply_each_migration_once()
    {
        var processes = Rounds.Of(standard: 4, full: 32, part: 7);
        var pending = (await RunnerOfTrading().GetStatusAsync()).Pending.Count;

        (await RaceAsync("trading", processes)).Should().Be(pending);

        var runner = RunnerOfTrading();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Should().HaveCount(pending).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<long>("SELECT COUNT(*) FROM encryption_data_keys WHERE state = 'active'")
            .Should().Be(Scalar<long>("SELECT COUNT(DISTINCT purpose) FROM encryption_data_keys"), "they agree on one key per purpose");
    }

    [TestCase("TradingTables", 5)]
    [TestCase("Compact", 1)]
    public async Task Processes_on_an_older_database_apply_each_migration_once(string current, int pending)
    {
        var processes = Rounds.Of(standard: 4, full: 32, part: 5);
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = current });

        (await RaceAsync("watchlist", processes)).Should().Be(pending);

        var runner = RunnerOf<WatchlistContext>();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Should().HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<string>("PRAGMA integrity_check").Should().Be("ok");
    }

    [Test]
    public async Task Processes_run_each_command_once()
    {
        var processes = Rounds.Of(standard: 4, full: 8, part: 6);
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "Watchlists" });
        Execute("INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', 'note')");
        Execute("INSERT INTO watchlist_items (Id, WatchlistId, Symbol) VALUES (7, 1, 'BTCUSDT')");

        (await RaceAsync("watchlist", processes)).Should().Be(4);

        var runner = RunnerOf<WatchlistContext>();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Should().HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<string>("SELECT Note FROM watchlists").Should().Be("note.!", "no command ran twice");
        Scalar<long>("SELECT Rank FROM watchlist_items").Should().Be(7);
    }

    [Test]
    public async Task A_process_may_be_killed_at_every_boundary_of_a_rebuild()
    {
        const int Lists = 200;
        await FillAsync(Lists);
        var boundaries = await StopAtBoundaryAsync(int.MaxValue, Lists);
        boundaries.Should().BeGreaterThan(5, "a rebuild is several commands");

        var chosen = Enumerable.Range(0, boundaries).ToArray();
        Random.Shared.Shuffle(chosen);
        foreach (var boundary in chosen.Take(Rounds.Of(standard: 3, full: 100, part: 7)))
            (await StopAtBoundaryAsync(boundary, Lists)).Should().Be(boundary);
    }

    [Test]
    public async Task Whenever_a_process_is_killed_the_next_run_reaches_the_end_and_loses_nothing()
    {
        const int Lists = 20_000;
        var kills = Rounds.Of(standard: 3, full: 12, part: 6);
        await FillAsync(Lists);
        var undisturbed = await MeasureAsync();
        var interrupted = 0;

        for (var round = 0; interrupted < kills && round < 4 * kills; round++)
        {
            using var copy = new CopiedDatabase(Database);
            using (var process = WorkerJob.Start("migrate", "watchlist", copy.Folder))
            {
                await process.WaitUntilReadyAsync();
                process.Go();
                await Task.Delay(undisturbed * Random.Shared.NextDouble());
                if (await process.KillAsync())
                    interrupted++;
            }

            await AssertNextRunReachesTheEndAsync(copy, Lists);
        }

        interrupted.Should().Be(kills, "a kill that comes too late is not counted");
    }

    /// <summary>
    /// Has a process migrate a copy of the database, and kills it after so many boundaries, or at the end; then another run must reach
    /// the end.
    /// </summary>
    /// <returns>How many boundaries it passed.</returns>
    private async Task<int> StopAtBoundaryAsync(int boundary, int lists)
    {
        using var copy = new CopiedDatabase(Database);
        var passed = 0;
        using (var process = WorkerJob.Start("migrate-stepwise", "watchlist", copy.Folder, "20250104000000_RequireNote"))
        {
            await process.WaitUntilReadyAsync();
            process.Go();
            while (await process.ReadLineAsync() == "AT" && passed < boundary)
            {
                passed++;
                process.Go();
            }

            await process.KillAsync();
        }

        await AssertNextRunReachesTheEndAsync(copy, lists);
        return passed;
    }

    private async Task FillAsync(int lists)
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "Rank" });
        Execute(
            $"""
            WITH RECURSIVE list(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM list WHERE id < {lists})
            INSERT INTO watchlists (Id, Name, Note) SELECT id, 'list ' || id, CASE WHEN id % 2 THEN 'note' END FROM list;
            INSERT INTO watchlist_items (WatchlistId, Symbol) SELECT Id, 'BTCUSDT' FROM watchlists UNION ALL SELECT Id, 'ETHUSDT' FROM watchlists;
            PRAGMA wal_checkpoint(TRUNCATE);
            """);
    }

    private async Task AssertNextRunReachesTheEndAsync(CopiedDatabase copy, int lists)
    {
        var runner = RunnerOf<WatchlistContext>(copy.ConnectionString);
        await runner.MigrateAsync(Acknowledged);

        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Select(entry => (entry.MigrationId, entry.Outcome)).Should().OnlyHaveUniqueItems()
            .And.HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<string>("PRAGMA integrity_check", copy.Path).Should().Be("ok");
        Scalar<long>("SELECT COUNT(*) FROM pragma_foreign_key_check", copy.Path).Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ef_temp%'", copy.Path).Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM watchlist_items", copy.Path).Should().Be(2 * lists);
        Scalar<long>("SELECT COUNT(*) FROM watchlists WHERE Note = CASE WHEN Id % 2 THEN 'note.!' ELSE '.!' END", copy.Path).Should()
            .Be(lists, "each update ran once");
        Directory.GetFiles(copy.Folder, "*", SearchOption.AllDirectories).Should().NotContain(file => file.Contains(".unfinished"));
    }

    private async Task<TimeSpan> MeasureAsync()
    {
        using var copy = new CopiedDatabase(Database);
        using var process = WorkerJob.Start("migrate", "watchlist", copy.Folder);
        await process.WaitUntilReadyAsync();
        var started = TimeProvider.System.GetTimestamp();
        process.Go();
        (await process.WaitForExitAsync()).ExitCode.Should().Be(0);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task<int> RaceAsync(string context, int count)
    {
        var processes = new List<WorkerJob>();
        await OneRace.WaitAsync();
        try
        {
            processes.AddRange(Enumerable.Range(0, count).Select(_ => WorkerJob.Start("migrate", context, Database.Folder)));
            await Task.WhenAll(processes.Select(process => process.WaitUntilReadyAsync()));
            processes.ForEach(process => process.Go());
            var ends = await Task.WhenAll(processes.Select(process => process.WaitForExitAsync()));
            ends.Should().OnlyContain(end => end.ExitCode == 0);
            return ends.Sum(end => int.Parse(end.Output.Replace("APPLIED ", "", StringComparison.Ordinal)));
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
            OneRace.Release();
        }
    }

    /// <summary>A copy of a database and its keys in a folder of its own.</summary>
    private sealed class CopiedDatabase : IDisposable
    {
        public CopiedDatabase(SqliteTestDatabase original)
        {
            Folder = Directory.CreateDirectory(System.IO.Path.Combine(original.Folder, Guid.CreateVersion7().ToString("N"))).FullName;
            Path = System.IO.Path.Combine(Folder, "trading.db");
            foreach (var file in Directory.GetFiles(original.Folder, "trading.db*"))
                File.Copy(file, System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(file)));
            var keys = Directory.CreateDirectory(System.IO.Path.Combine(Folder, "keys")).FullName;
            foreach (var file in Directory.GetFiles(System.IO.Path.Combine(original.Folder, "keys")))
                File.Copy(file, System.IO.Path.Combine(keys, System.IO.Path.GetFileName(file)));
        }

        public string Folder { get; }

        public string Path { get; }

        public string ConnectionString => $"Data Source={Path}";

        public void Dispose()
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }
}
