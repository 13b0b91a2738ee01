using FluentAssertions;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Processes;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Processes that start together, and processes that are killed.</summary>
public sealed class CrowdTests : MigrationTests
{
    private const int Processes = 8;

    [Test]
    public async Task Eight_processes_on_an_empty_database_apply_each_migration_once()
    {
        var pending = (await RunnerOfTrading().GetStatusAsync()).Pending.Count;

        (await RaceAsync("trading")).Should().Be(pending);

        var runner = RunnerOfTrading();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Should().HaveCount(pending).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<long>("SELECT COUNT(*) FROM encryption_data_keys WHERE state = 'active'")
            .Should().Be(Scalar<long>("SELECT COUNT(DISTINCT purpose) FROM encryption_data_keys"), "they agree on one key per purpose");
    }

    [Test]
    public async Task Eight_processes_on_an_older_database_apply_each_migration_once()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(options: new MigrateOptions { Target = "Watchlists" });
        Execute("INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', 'note')");
        Execute("INSERT INTO watchlist_items (Id, WatchlistId, Symbol) VALUES (7, 1, 'BTCUSDT')");

        (await RaceAsync("watchlist")).Should().Be(4);

        var runner = RunnerOf<WatchlistContext>();
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
        (await runner.GetHistoryAsync()).Should().HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
        Scalar<string>("SELECT Note FROM watchlists").Should().Be("note.!", "no command ran twice");
        Scalar<long>("SELECT Rank FROM watchlist_items").Should().Be(7);
    }

    [Test]
    public async Task Whenever_a_process_is_killed_the_next_run_reaches_the_end_and_loses_nothing()
    {
        const int Rounds = 12, Lists = 20_000;
        await RunnerOf<WatchlistContext>().MigrateAsync(options: new MigrateOptions { Target = "Rank" });
        Execute(
            $"""
            WITH RECURSIVE list(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM list WHERE id < {Lists})
            INSERT INTO watchlists (Id, Name, Note) SELECT id, 'list ' || id, CASE WHEN id % 2 THEN 'note' END FROM list;
            INSERT INTO watchlist_items (WatchlistId, Symbol) SELECT Id, 'BTCUSDT' FROM watchlists UNION ALL SELECT Id, 'ETHUSDT' FROM watchlists;
            PRAGMA wal_checkpoint(TRUNCATE);
            """);
        var undisturbed = await MeasureAsync();
        var interrupted = 0;

        for (var round = 0; round < Rounds; round++)
        {
            using var copy = new CopiedDatabase(Database);
            using (var process = ChildProcess.Start("migrate", "watchlist", copy.Folder))
            {
                await process.WaitUntilReadyAsync();
                process.Go();
                await Task.Delay(undisturbed * Random.Shared.NextDouble());
                process.Kill();
                if ((await process.WaitForExitAsync()).ExitCode != 0)
                    interrupted++;
            }

            var runner = RunnerOf<WatchlistContext>(copy.ConnectionString);
            await runner.MigrateAsync();

            (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.IsCurrent && status.Announced == null);
            (await runner.GetHistoryAsync()).Select(entry => (entry.MigrationId, entry.Outcome)).Should().OnlyHaveUniqueItems()
                .And.HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
            Scalar<string>("PRAGMA integrity_check", copy.Path).Should().Be("ok");
            Scalar<long>("SELECT COUNT(*) FROM pragma_foreign_key_check", copy.Path).Should().Be(0);
            Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ef_temp%'", copy.Path).Should().Be(0);
            Scalar<long>("SELECT COUNT(*) FROM watchlist_items", copy.Path).Should().Be(2 * Lists);
            Scalar<long>("SELECT COUNT(*) FROM watchlists WHERE Note = CASE WHEN Id % 2 THEN 'note.!' ELSE '.!' END", copy.Path).Should().Be(Lists, "each update ran once");
        }

        interrupted.Should().BePositive("a kill that always comes too late proves nothing");
    }

    private async Task<TimeSpan> MeasureAsync()
    {
        using var copy = new CopiedDatabase(Database);
        using var process = ChildProcess.Start("migrate", "watchlist", copy.Folder);
        await process.WaitUntilReadyAsync();
        var started = TimeProvider.System.GetTimestamp();
        process.Go();
        (await process.WaitForExitAsync()).ExitCode.Should().Be(0);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task<int> RaceAsync(string context)
    {
        var processes = Enumerable.Range(0, Processes).Select(_ => ChildProcess.Start("migrate", context, Database.Folder)).ToList();
        try
        {
            await Task.WhenAll(processes.Select(process => process.WaitUntilReadyAsync()));
            processes.ForEach(process => process.Go());
            var ends = await Task.WhenAll(processes.Select(process => process.WaitForExitAsync()));
            ends.Should().OnlyContain(end => end.ExitCode == 0);
            return ends.Sum(end => int.Parse(end.Output.Replace("APPLIED ", "", StringComparison.Ordinal)));
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
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
