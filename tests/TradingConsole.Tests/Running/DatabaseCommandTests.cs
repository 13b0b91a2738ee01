using FluentAssertions;

using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>The commands that look after the database, on a copy of one that the tour left.</summary>
public sealed class DatabaseCommandTests
{
    private ConsoleDatabase _database = null!;

    private string Backup => Path.Combine(_database.Folder.FullName, "saved.db");

    [SetUp]
    public void CopyDatabase() => _database = TwoTours.Database.Copy();

    [TearDown]
    public void DeleteDatabase() => _database.Dispose();

    [Test]
    public async Task A_database_of_the_tour_is_healthy_and_described()
    {
        (await RunAsync("database", "health", "--integrity")).Output.Should()
            .ContainAll("connection", "schema", "keys", "integrity", "The database is Healthy");
        (await RunAsync("database", "info")).Output.Should().ContainAll(_database.File, "SQLite", "market_data");
    }

    [Test]
    public async Task What_was_lost_comes_back_from_a_backup()
    {
        var before = _database.CountRows();
        (await RunAsync("database", "backup", Backup)).Output.Should()
            .ContainAll(Backup, Backup + ".json", "verified", "It needs the ring key");
        _database.Query<long>("DELETE FROM positions; DELETE FROM trade_executions; DELETE FROM trades; SELECT changes()")
            .Should().BePositive();
        (await RunAsync("database", "verify", Backup)).Output.Should().Contain("can be restored here");

        (await RunAsync("database", "restore", Backup)).Output.Should().Contain("Restored saved.db");

        _database.CountRows().Should().Equal(before);
        (await RunAsync("keys", "status")).Output.Should().Contain("Available");
    }

    [Test]
    public async Task A_backup_is_not_replaced_unless_told()
    {
        await RunAsync("database", "backup", Backup);

        (await FailAsync("database", "backup", Backup)).Should().Contain("exists already");
        await RunAsync("database", "backup", Backup, "--overwrite");
    }

    [Test]
    public async Task A_backup_under_other_keys_is_refused_and_names_what_is_missing()
    {
        var keys = (await RunAsync("database", "backup", Backup)).Lines.Single(
            line => line.StartsWith("It needs the ring key", StringComparison.Ordinal)).Split(' ')[5].TrimEnd(',');
        Directory.Delete(_database.Keys, recursive: true);

        (await FailAsync("database", "verify", Backup)).Should().Contain(keys);
        (await FailAsync("database", "restore", Backup)).Should().Contain(keys);
        (await FailAsync("database", "health")).Should().Contain("unhealthy");
    }

    [Test]
    public async Task A_backup_without_its_manifest_is_taken_only_when_told()
    {
        await RunAsync("database", "backup", Backup);
        File.Delete(Backup + ".json");

        (await FailAsync("database", "restore", Backup)).Should().Contain("separated from its manifest");
        (await RunAsync("database", "restore", Backup, "--without-manifest")).Output.Should().Contain("Restored");
    }

    [Test]
    public async Task Old_candles_are_counted_then_removed_and_their_space_given_back()
    {
        var trades = _database.Query<long>("SELECT count(*) FROM trades");
        var minutes = _database.Query<long>("SELECT count(*) FROM market_data WHERE timeframe = '1m' AND open_time < 1500000000000");
        minutes.Should().BePositive();
        string[] prune = ["database", "prune", "--older-than", "30", "--candles", "1m=365"];

        (await RunAsync([.. prune, "--dry-run"])).Output.Should().Contain("Would remove").And.MatchRegex("market_data +│ 1m");
        _database.Query<long>("SELECT count(*) FROM market_data WHERE timeframe = '1m' AND open_time < 1500000000000").Should().Be(minutes);
        (await RunAsync(prune)).Output.Should().Contain("Removed");
        (await RunAsync("database", "optimize")).Output.Should().Contain("VACUUM");

        _database.Query<long>("SELECT count(*) FROM market_data WHERE timeframe = '1m' AND open_time < 1500000000000").Should().Be(0);
        _database.Query<long>("SELECT count(*) FROM trades").Should().Be(trades);
    }

    [TestCase("--older-than", "0")]
    [TestCase("--candles", "1m")]
    [TestCase("--candles", "7m=30")]
    [TestCase("--candles", "1m=0")]
    public async Task An_age_that_makes_no_sense_is_refused(string option, string value) =>
        (await FailAsync("database", "prune", option, value)).Should()
            .Contain(option == "--candles" && !value.EndsWith("=0", StringComparison.Ordinal) ? "1m=30" : "days");

    private async Task<ConsoleRun> RunAsync(params string[] arguments)
    {
        var run = await ConsoleRun.OfAsync(_database, arguments);
        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        return run;
    }

    private async Task<string> FailAsync(params string[] arguments)
    {
        var run = await ConsoleRun.OfAsync(_database, arguments);
        run.ExitCode.Should().Be(1);
        run.Error.TrimEnd().Should().StartWith("error: ").And.NotContain("\n");
        return run.Error;
    }
}
