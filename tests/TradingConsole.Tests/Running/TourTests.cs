using FluentAssertions;

using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>The console without arguments, run twice on one file.</summary>
public sealed class TourTests
{
    private const int Width = 80;

    // What only grows: who changed what, what happened to whom, and one data key per rotation.
    private static readonly string[] Trails = ["audit_entries", "authentication_events", "encryption_data_keys"];

    private static IEnumerable<TestCaseData> Runs =>
    [
        new TestCaseData(() => TwoTours.First).SetArgDisplayNames("first"),
        new TestCaseData(() => TwoTours.Second).SetArgDisplayNames("second"),
    ];

    [TestCaseSource(nameof(Runs))]
    public void A_run_ends_well(Func<ConsoleRun> run)
    {
        run().Error.Should().BeEmpty();
        run().ExitCode.Should().Be(0);
    }

    [Test]
    public void A_second_run_doubles_nothing() =>
        TwoTours.CountsAfterSecond.Where(table => !Trails.Contains(table.Key))
            .Should().BeEquivalentTo(TwoTours.CountsAfterFirst.Where(table => !Trails.Contains(table.Key)));

    [Test]
    public void A_second_run_writes_everything_again()
    {
        TwoTours.Second.After("Registered").Should().Be("demo");
        TwoTours.Second.After("Recorded").Should().Be("27");
        TwoTours.CountsAfterSecond["audit_entries"].Should().BeGreaterThan(TwoTours.CountsAfterFirst["audit_entries"]);
        TwoTours.CountsAfterSecond["encryption_data_keys"].Should().Be(TwoTours.CountsAfterFirst["encryption_data_keys"] + 1);
    }

    [Test]
    public void Every_candle_of_the_files_and_of_the_stream_is_stored()
    {
        var rows = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.csv")
            .Sum(file => File.ReadLines(file).Count() - 1);

        rows.Should().Be(4216 + 1318 + 1363 + 828 + 60);
        TwoTours.CountsAfterFirst["market_data"].Should().Be(rows);
        TwoTours.Database.Query<long>("SELECT count(*) FROM market_data WHERE closed = 0").Should().Be(0);
    }

    [Test]
    public void The_backtest_leaves_signals_trades_executions_and_metrics()
    {
        TwoTours.CountsAfterFirst.Should().Contain(new Dictionary<string, long>
        {
            ["users"] = 1,
            ["exchange_credentials"] = 2,
            ["strategies"] = 1,
            ["signals"] = 27,
            ["trades"] = 14,
            ["trade_executions"] = 27,
        });
        TwoTours.Database.Query<long>("SELECT count(*) FROM performance_metrics WHERE period = 'all_time' AND total_trades = 13").Should()
            .Be(1);
    }

    [Test]
    public void No_trade_is_filled_before_its_signal_is_known() =>
        TwoTours.Database.Query<long>(
            """
            SELECT count(*) FROM trades
            JOIN signals ON signals.id = trades.signal_id
            JOIN trade_executions ON trade_executions.trade_id = trades.id
            WHERE trade_executions.executed_at < signals.known_at
            """).Should().Be(0);

    [Test]
    public void The_picture_of_the_equity_is_where_the_output_says()
    {
        TwoTours.First.Lines.Select(line => line.Trim()).Should().Contain(TwoTours.Database.Picture);
        File.Exists(TwoTours.Database.Picture).Should().BeTrue();
    }

    [TestCaseSource(nameof(Runs))]
    public void Rotating_and_reencrypting_change_the_key_of_the_stored_secret_but_not_what_is_read(Func<ConsoleRun> run)
    {
        var lines = run().Lines;
        var stored = lines.Where(line => line.StartsWith("as stored  fe18 ", StringComparison.Ordinal)).ToList();
        var read = lines.Where(line => line.StartsWith("as read    ", StringComparison.Ordinal)).ToList();

        stored.Should().HaveCount(2).And.OnlyHaveUniqueItems(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
        read.Should().HaveCount(2);
        read[0].Should().Be(read[1]);
    }

    [Test]
    public void What_is_shown_as_stored_is_what_the_file_holds()
    {
        var cell = Convert.ToHexStringLower(
            TwoTours.Database.Query<byte[]>("SELECT api_secret FROM exchange_credentials WHERE exchange = 'binance'"));
        var shown = TwoTours.Second.Lines.Last(line => line.StartsWith("as stored", StringComparison.Ordinal))["as stored".Length..]
            .Split('…')[0].Replace(" ", "");

        cell.Should().StartWith(shown).And.HaveLength(198, "a 64-character secret is sealed in 99 bytes");
    }

    [TestCaseSource(nameof(Runs))]
    public void Ten_different_recovery_codes_are_shown_and_stored_as_hashes(Func<ConsoleRun> run)
    {
        RecoveryCodes.In(run()).Should().HaveCount(10).And.OnlyHaveUniqueItems();
        TwoTours.Database.Query<long>("SELECT count(*) FROM recovery_codes WHERE redeemed_at IS NULL AND length(code_hash) = 32").Should()
            .Be(10);
    }

    [TestCaseSource(nameof(Runs))]
    public void An_exchange_key_is_revealed_to_the_session_with_a_recent_code_alone(Func<ConsoleRun> run) =>
        run().Output.Should()
            .Contain(
                "without a second factor asks for an exchange key: StepUpRequired").And.Contain(
                    "which gave its code just now, asks too: Granted")
            .And.MatchRegex(@"\nKey +\*{60}\w{4}\n");

    [TestCaseSource(nameof(Runs))]
    public void A_service_credential_is_accepted_from_its_network_until_it_is_revoked(Func<ConsoleRun> run)
    {
        run().Lines.Where(line => line.StartsWith("Presented from ", StringComparison.Ordinal)).Should().Equal(
            "Presented from 203.0.113.20, the key is valid, for candles and orders.",
            "Presented from 198.51.100.7, the key is rejected: WrongNetwork.",
            "Presented from 203.0.113.20, the key is rejected: Revoked.");
        run().Output.Should().NotMatchRegex("sekey1_.{68}");
    }

    [TestCaseSource(nameof(Runs))]
    public void The_last_ten_events_of_the_account_are_shown(Func<ConsoleRun> run) =>
        Events.In(run()).Should().HaveCount(10).And.Contain(
        [
            "ServiceCredentialRefused revoked",
            "ServiceCredentialRevoked",
            "ServiceCredentialRefused wrong_network",
            "ServiceCredentialCreated",
            "SessionRevoked revoked_by_user",
            "CredentialRevealed",
        ]);

    [Test]
    public void Granted_and_refused_reveals_are_recorded()
    {
        Count("credential_revealed", "detail IS NULL").Should().Be(2);
        Count("reveal_refused", "detail = 'step_up_required'").Should().Be(2);

        static long Count(string kind, string condition) =>
            TwoTours.Database.Query<long>($"SELECT count(*) FROM authentication_events WHERE kind = '{kind}' AND {condition}");
    }

    [TestCaseSource(nameof(Runs))]
    public void The_steps_are_as_many_as_the_last_line_says(Func<ConsoleRun> run)
    {
        run().Lines.Where(line => line.StartsWith("── ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])
            .Should().Equal([.. Enumerable.Range(1, 11).Select(step => $"{step}"), "Done"]);
        run().Output.Should().Contain("All eleven steps in");
    }

    [TestCaseSource(nameof(Runs))]
    public void A_revoked_session_no_longer_validates(Func<ConsoleRun> run) =>
        run().Output.Should().Contain("is valid, for candles and orders").And.Contain("the same token is rejected: SessionRevoked");

    [TestCaseSource(nameof(Runs))]
    public void The_stream_is_complete_although_the_connection_dropped(Func<ConsoleRun> run) =>
        run().Output.Should().Contain("60 of the 60 that the venue replayed").And.MatchRegex(@"connections: [2-9], requests: [1-9]");

    [TestCaseSource(nameof(Runs))]
    public void Piped_output_is_plain_text_of_eighty_columns(Func<ConsoleRun> run)
    {
        run().Output.Should().NotContainAny("\u001b", "\r", "\b");
        run().Lines.Where(line => !line.Contains(TwoTours.Database.Folder.FullName)).Should().OnlyContain(line => line.Length <= Width);
    }
}
