using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>A host that keeps the trading tables in its own context, with its own migrations, and comes from an older release.</summary>
public sealed class HostContextTests : MigrationFixture
{
    private static readonly string[] All =
    [
        "20250101000000_TradingTables", "20250102000000_Watchlists", "20250103000000_Rank",
        "20250104000000_RequireNote", "20250105000000_Compact", "20250106000000_SymbolIndex",
    ];

    [Test]
    public async Task An_empty_database_gets_the_tables_of_both()
    {
        var result = await RunnerOf<WatchlistContext>().MigrateAsync();

        result.Applied.Select(migration => migration.Id).Should().Equal(All);
        var info = await ServicesOf<WatchlistContext>().GetRequiredService<DatabaseAdministrator>().GetDatabaseInfoAsync();
        info.Tables.Select(table => table.Name).Should().Contain(["watchlists", "watchlist_items", "market_data", "__EFMigrationsHistory"])
            .And.NotContain(name => name.StartsWith("ef_temp", StringComparison.Ordinal));
        Scalar<string>("SELECT sql FROM sqlite_master WHERE name = 'market_data'").Should().EndWith("WITHOUT ROWID");
    }

    [Test]
    public async Task An_older_database_is_brought_up_to_date_and_keeps_its_rows()
    {
        await RunnerOf<OlderWatchlistContext>().MigrateAsync();
        Execute(
            """
            INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', 'the big ones'), (2, 'others', NULL);
            INSERT INTO watchlist_items (Id, WatchlistId, Symbol) VALUES (11, 1, 'BTCUSDT'), (12, 1, 'ETHUSDT'), (21, 2, 'ADAUSDT');
            """);
        var runner = RunnerOf<WatchlistContext>();
        var before = await runner.GetStatusAsync();
        before.Current.Should().Be(All[1]);
        before.Pending.Should().Equal(All[2..]);

        var result = await runner.MigrateAsync(new MigrateOptions { AcknowledgedRisks = ["not_null:watchlists.Note"] });

        result.Applied.Select(migration => migration.Id).Should().Equal(All[2..]);
        Scalar<string>("SELECT Note FROM watchlists WHERE Id = 1").Should().Be("the big ones.!");
        Scalar<string>("SELECT Note FROM watchlists WHERE Id = 2").Should().Be(".!", "the rebuilt column has a default");
        Scalar<string>("SELECT group_concat(Rank) FROM (SELECT Rank FROM watchlist_items ORDER BY Id)").Should()
            .Be("11,12,21", "rebuilding the parent deletes no children");
        Scalar<long>("""SELECT "notnull" FROM pragma_table_info('watchlists') WHERE name = 'Note'""").Should().Be(1);
        Scalar<long>("SELECT COUNT(*) FROM pragma_foreign_key_list('watchlist_items') WHERE \"table\" = 'watchlists'").Should().Be(1);
        (await runner.GetHistoryAsync()).Select(entry => entry.MigrationId).Should().Equal(All);
    }

    [Test]
    public async Task Later_connections_of_the_process_enforce_references_again()
    {
        var services = ServicesOf<WatchlistContext>();
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();

        await using var context = await services.GetRequiredService<IDbContextFactory<WatchlistContext>>().CreateDbContextAsync();
        context.Add(new WatchlistItem { WatchlistId = 404, Symbol = "BTCUSDT" });

        await context.Awaiting(attempt => attempt.SaveChangesAsync()).Should().ThrowAsync<DbUpdateException>();
    }

    [Test]
    public async Task A_target_is_reached_and_not_passed()
    {
        var runner = RunnerOf<WatchlistContext>();

        (await runner.MigrateAsync(new MigrateOptions { Target = "Rank" })).Current.Should().Be(All[2]);
        await runner.MigrateAsync(new MigrateOptions { Target = All[4] });

        (await runner.GetStatusAsync()).Current.Should().Be(All[4]);
        await runner.Awaiting(attempt => attempt.MigrateAsync(new MigrateOptions { Target = "Rank" }))
            .Should().ThrowAsync<MigrationTargetException>("going back is not migrating").WithMessage("*reverts nothing*");
    }

    [Test]
    public async Task An_older_release_refuses_the_newer_database()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync();

        var refused = (await RunnerOf<OlderWatchlistContext>()
            .Awaiting(runner => runner.MigrateAsync())
            .Should().ThrowAsync<DatabaseAheadException>()).Which;

        refused.UnknownMigrations.Should().Equal(All[2..]);
    }

    [Test]
    public async Task A_migration_older_than_an_applied_one_needs_leave()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync();
        Execute($"DELETE FROM __EFMigrationsHistory WHERE MigrationId = '{All[4]}'");
        (await runner.GetStatusAsync()).OutOfOrder.Should().Equal(All[4]);

        var refused = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationOutOfOrderException>()).Which;
        var allowed = await runner.MigrateAsync(new MigrateOptions { AllowOutOfOrder = true });

        refused.Migrations.Should().Equal(All[4]);
        allowed.Applied.Select(migration => migration.Id).Should().Equal(All[4]);
        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
    }

    [Test]
    public async Task EF_and_the_runner_take_turns()
    {
        var services = ServicesOf<WatchlistContext>();
        var runner = services.GetRequiredService<MigrationRunner>();
        await using var context = await services.GetRequiredService<IDbContextFactory<WatchlistContext>>().CreateDbContextAsync();

        await context.GetService<IMigrator>().MigrateAsync("Rank");
        await runner.MigrateAsync(new MigrateOptions { Target = "Compact" });
        await context.GetService<IMigrator>().MigrateAsync("SymbolIndex");

        (await context.Database.GetAppliedMigrationsAsync()).Should().Equal(All);
        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await runner.GetHistoryAsync()).Select(entry => (entry.MigrationId, entry.Outcome)).Should().Equal(
            (All[0], MigrationOutcome.AppliedExternally),
            (All[1], MigrationOutcome.AppliedExternally),
            (All[2], MigrationOutcome.AppliedExternally),
            (All[3], MigrationOutcome.Applied), (All[4], MigrationOutcome.Applied), (All[5], MigrationOutcome.AppliedExternally));
    }

    [Test]
    public async Task What_is_noted_of_another_history_in_the_same_file_stays()
    {
        await RunnerOfTrading().MigrateAsync();
        Execute(
            """
            INSERT INTO __trading_migration_journal (run_id, history_table, status, started_at)
            VALUES (x'00112233445566778899aabbccddeeff', '__TheHosts', 'announced', 1767605400000)
            """);

        await RunnerOfTrading().RollbackAsync("0", new RollbackOptions { AcknowledgedRisks = ["drop_table"] });
        (await RunnerOfTrading().MigrateAsync()).Applied.Should().NotBeEmpty();

        Scalar<long>("SELECT COUNT(*) FROM __trading_migration_journal WHERE history_table = '__TheHosts' AND status = 'announced'")
            .Should().Be(1);
    }

    [Test]
    public async Task The_library_and_a_host_may_share_a_file()
    {
        Execute("CREATE TABLE \"__EFMigrationsHistory\" (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT NOT NULL)");
        Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('20190101000000_TheHostsOwn', '2.2.0')");

        await RunnerOfTrading().MigrateAsync();

        (await RunnerOfTrading().GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await RunnerOfTrading().GetHistoryAsync()).Should().OnlyContain(entry => entry.MigrationId != "20190101000000_TheHostsOwn");
    }
}
