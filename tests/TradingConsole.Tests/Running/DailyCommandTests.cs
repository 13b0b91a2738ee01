using System.Globalization;

using FluentAssertions;

using NUnit.Framework;

using OtpNet;

namespace TradingConsole.Tests.Running;

/// <summary>The subcommands, on a copy of a database that the tour left.</summary>
public sealed class DailyCommandTests
{
    private ConsoleDatabase _database = null!;

    [SetUp]
    public void CopyDatabase() => _database = TwoTours.Database.Copy();

    [TearDown]
    public void DeleteDatabase() => _database.Dispose();

    [Test]
    public async Task A_database_is_migrated_filled_and_described_by_commands_alone()
    {
        using var empty = ConsoleDatabase.Empty();
        var csv = Path.Combine(AppContext.BaseDirectory, "Data", "oanda-eurusd-1m-20140501.csv");

        (await RunAsync(empty, "status")).Output.Should().Contain("There is no database yet");
        (await RunAsync(empty, "migrate")).Output.Should().Contain("Applied");
        (await RunAsync(empty, "import", csv, "--exchange", "oanda", "--symbol", "EUR_USD", "--timeframe", "1m", "--asset-class", "forex"))
            .Output.Should().Contain("1,363");
        (await RunAsync(empty, "status")).Output.Should().Contain("up to date").And.MatchRegex(@"market_data +│ 1,363");
    }

    [Test]
    public async Task A_file_larger_than_the_memory_it_may_use_is_imported()
    {
        const int Limit = 64 * 1_024 * 1_024, Count = 1_200_000;
        using var empty = ConsoleDatabase.Empty();
        var csv = Path.Combine(empty.Folder.FullName, "large.csv");
        await using (var writer = new StreamWriter(csv))
        {
            await writer.WriteAsync("open_time_utc,open,high,low,close,volume\n");
            var openTime = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            for (var i = 0; i < Count; i++, openTime = openTime.AddMinutes(1))
            {
                await writer.WriteAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{openTime:yyyy-MM-dd'T'HH:mm:ss'Z'},{17_000 + (i % 500)}.25,17999.99,16000.01,{17_000 + ((i + 1) % 500)}.25,12.{i:00000000}\n"));
            }
        }

        new FileInfo(csv).Length.Should().BeGreaterThan(Limit);
        var variables = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Limit.ToString("x", CultureInfo.InvariantCulture) };
        (await RunAsync(empty, "migrate")).Output.Should().Contain("Applied");
        var run = await ConsoleRun.OfProcessAsync(
            empty, variables, "import", csv, "--exchange", "binance", "--symbol", "BTCUSDT", "--timeframe", "1m");

        run.Error.Should().BeEmpty();
        empty.Query<long>("SELECT count(*) FROM market_data").Should().Be(Count);
    }

    [Test]
    public async Task A_backtest_with_other_averages_is_a_run_of_its_own()
    {
        var (runs, trades) = (_database.Query<long>("SELECT count(*) FROM runs"), _database.Query<long>("SELECT count(*) FROM trades"));
        (await RunAsync(_database, "backtest", "--fast", "10", "--slow", "30")).Output.Should().Contain("averages of 10 and 30 closes");

        _database.Query<long>("SELECT count(*) FROM strategies").Should().Be(1);
        _database.Query<long>("SELECT count(*) FROM runs WHERE outcome = 'completed'").Should().Be(runs + 1);
        _database.Query<long>("SELECT count(*) FROM trades").Should().Be(trades + 20, "nothing of the former ones is deleted");
        _database.Query<long>("SELECT count(*) FROM performance_metrics WHERE period = 'all_time'").Should().Be(runs + 1);
    }

    [Test]
    public async Task Rotating_leaves_older_values_until_they_are_reencrypted()
    {
        (await RunAsync(_database, "keys", "rotate")).Output.Should().Contain("Rotated");
        (await RunAsync(_database, "keys", "status")).Output.Should().MatchRegex("[1-9][0-9]* values are under older keys");
        (await RunAsync(_database, "keys", "reencrypt")).Output.Should().Contain("0 rows remain");
        (await RunAsync(_database, "keys", "status")).Output.Should().Contain("0 values are under older keys");
    }

    [Test]
    public async Task A_session_is_opened_with_password_and_code_then_listed_and_revoked()
    {
        var code = new Totp(Base32Encoding.ToBytes(TwoTours.Second.After("Key    "))).ComputeTotp(DateTime.UtcNow.AddSeconds(30));

        var session = (await RunAsync(_database, "login", "--password", TwoTours.Second.After("Password"), "--code", code))
            .After("Opened session").TrimEnd(':');
        (await RunAsync(_database, "sessions", "list")).Output.Should().Contain(session);
        (await RunAsync(_database, "sessions", "revoke", session)).Output.Should().Contain("Revoked");
        (await RunAsync(_database, "sessions", "list")).Output.Should().NotContain(session);
    }

    [Test]
    public async Task A_recovery_code_stands_in_for_a_code_and_is_counted()
    {
        var login = await RunAsync(
            _database,
            "login",
            "--password",
            TwoTours.Second.After("Password"),
            "--code",
            RecoveryCodes.In(TwoTours.Second)[3].ToLowerInvariant());

        login.Output.Should().Contain("TwoFactorRequired").And.Contain("Opened session").And.Contain("9 of 10 recovery codes are left");
        Events.In(await RunAsync(_database, "sessions", "events")).Should().Contain("RecoveryCodeRedeemed");
    }

    [Test]
    public async Task A_credential_is_made_listed_and_revoked()
    {
        var create = await RunAsync(
            _database, "sessions", "credential", "create", "grid [bot]", "--scope", "candles", "--scope", "orders", "--network",
            "2001:db8:1111:2222:3333:4444:5555:6666", "--days", "7");

        var credential = create.After("Made credential");
        create.Lines.Should().ContainSingle(line => line.StartsWith("sekey1_", StringComparison.Ordinal)).Which.Should().HaveLength(75);
        (await RunAsync(_database, "sessions", "credential", "list")).Output.Should()
            .ContainAll("grid [bot]", credential, "candles", "orders", "2001:db8:1111")
            .And.NotContain("sekey1_").And.MatchRegex("grid bot .* revoked", "the tour revoked its own");
        (await RunAsync(_database, "sessions", "credential", "revoke", credential)).Output.Should().Contain("Revoked");
        (await RunAsync(_database, "sessions", "credential", "list")).Output.Should().MatchRegex(@"grid \[bot\] .* revoked");
        _database.Query<long>("SELECT count(*) FROM service_credentials WHERE revoked_at IS NULL").Should().Be(0);
    }

    [Test]
    public async Task A_credential_without_a_network_is_good_anywhere()
    {
        await RunAsync(_database, "sessions", "credential", "create", "bot", "--scope", "candles");

        (await RunAsync(_database, "sessions", "credential", "list")).Output.Should().Contain("anywhere");
    }

    [Test]
    public async Task Events_are_listed_with_the_latest_first()
    {
        var before = Events.In(TwoTours.Second);
        var session = _database.Query<string>(
            "SELECT lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) || '-' || "
            + "substr(hex(id), 17, 4) || '-' || substr(hex(id), 21))"
            + " FROM user_sessions WHERE revoked_at IS NULL");
        await RunAsync(_database, "sessions", "revoke", session);

        Events.In(await RunAsync(_database, "sessions", "events", "--user", "DEMO"))
            .Should().Equal(["SessionRevoked revoked_by_administrator", .. before.Take(9)]);
    }

    [Test]
    public async Task Cleaning_up_deletes_the_sessions_that_the_tour_ended()
    {
        _database.Query<long>("SELECT count(*) FROM user_sessions").Should().Be(4);

        (await RunAsync(_database, "sessions", "cleanup")).Output.Should().Contain("Deleted 2 ended sessions").And.Contain("0 events");

        _database.Query<long>("SELECT count(*) FROM user_sessions").Should().Be(2);
    }

    [Test]
    public async Task Help_names_every_command()
    {
        var help = (await RunAsync(_database, "--help")).Output;

        help.Should().ContainAll("migrate", "status", "import", "backtest", "keys", "login", "sessions", "database", "--database");
        (await RunAsync(_database, "sessions", "--help")).Output.Should().ContainAll("list", "revoke", "cleanup", "events", "credential");
        (await RunAsync(_database, "login", "--help")).Output.Should().ContainAll("TwoFactorRequired", "recovery code");
    }

    private static async Task<ConsoleRun> RunAsync(ConsoleDatabase database, params string[] arguments)
    {
        var run = await ConsoleRun.OfAsync(database, arguments);
        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        return run;
    }
}
