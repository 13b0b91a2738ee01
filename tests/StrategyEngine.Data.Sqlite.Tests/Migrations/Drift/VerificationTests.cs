using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>What verifying finds beyond the history and drift, and that a repair takes back only what it was told.</summary>
public sealed class VerificationTests : MigrationFixture
{
    private const string Lists = "20250102000000_Watchlists", Rank = "20250103000000_Rank";

    [Test]
    public async Task Damaged_pages_are_found()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync();
        await StopAsync();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var page = Scalar<long>("SELECT rootpage FROM sqlite_master WHERE name = 'watchlists'");
        await using (var file = new FileStream(Database.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = (page - 1) * 4096;
            file.Write(Enumerable.Repeat((byte)0xEE, 4096).ToArray());
        }

        var finding = (await RunnerOf<WatchlistContext>().VerifyAsync(VerifyChecks.Integrity)).Findings.Should().ContainSingle().Which;

        finding.Code.Should().Be("migrations.corrupt");
        finding.IsFault.Should().BeTrue();
    }

    [Test]
    public async Task References_that_point_nowhere_are_found()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync();
        Execute("PRAGMA foreign_keys = 0; INSERT INTO watchlist_items (Id, WatchlistId, Symbol, Rank) VALUES (1, 99, 'BTCUSDT', 0)");

        var finding = (await runner.VerifyAsync(VerifyChecks.Integrity)).Findings.Should().ContainSingle().Which;

        finding.Code.Should().Be("migrations.corrupt");
        finding.Details.Should().Equal("1 in watchlist_items to watchlists point nowhere");
    }

    [Test]
    public async Task A_model_that_no_migration_has_is_found()
    {
        var runner = RunnerOf<UnsteadyContext>();
        await runner.MigrateAsync(new MigrateOptions { SkipVerification = true });

        var finding = (await runner.VerifyAsync(VerifyChecks.PendingModel)).Findings.Should().ContainSingle().Which;

        finding.Code.Should().Be("migrations.pending_model");
        finding.IsFault.Should().BeTrue();
    }

    [Test]
    public async Task Other_SQL_of_the_same_operations_is_told_and_is_no_fault()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync();
        Execute($"UPDATE __trading_migration_journal SET sql_hash = 'of an older EF' WHERE migration_id = '{Rank}'");

        var verification = await runner.VerifyAsync(VerifyChecks.Checksums);

        verification.Findings.Should().ContainSingle().Which.Should()
            .Match<MigrationFinding>(finding => finding.Code == "migrations.sql_changed" && finding.Details.Single() == Rank);
        verification.IsSound.Should().BeTrue();
    }

    [Test]
    public async Task Only_the_edit_that_is_named_is_accepted()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync();
        Execute($"UPDATE __trading_migration_journal SET operations_hash = 'of another text' WHERE migration_id IN ('{Lists}', '{Rank}')");

        (await runner.RepairAsync(new RepairOptions { AcceptEdited = ["Rank"] })).Accepted.Should().Equal(Rank);

        (await runner.VerifyAsync(VerifyChecks.Checksums)).Findings.Should().ContainSingle().Which
            .Should().Match<MigrationFinding>(finding => finding.Code == "migrations.edited" && finding.Details.Single() == Lists);
    }
}
