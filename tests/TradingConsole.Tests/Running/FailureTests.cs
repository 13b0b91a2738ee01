using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>What goes wrong is said in one line, with an exit code, and without a stack trace.</summary>
public sealed class FailureTests
{
    private const string Header = "open_time_utc,open,high,low,close,volume\n";

    // https://sqlite.org/fileformat2.html, 1.3.3: a write version above 2 makes a file read-only, whoever the user is.
    private const int WriteVersionOffset = 18;
    private const byte ReadOnlyVersion = 3;

    private ConsoleDatabase _database = null!;

    [SetUp]
    public void CopyDatabase() => _database = TwoTours.Database.Copy();

    [TearDown]
    public void DeleteDatabase() => _database.Dispose();

    [TestCase("2018-05-01T00:00:00Z,1,2,0.5,one,1\n", "line 2, column close")]
    [TestCase("2018-05-01T00:00:00Z,1,2,0.5\n", "line 2")]
    [TestCase("2018-05-01T00:00:00Z,1,0.2,0.5,1,1\n", "line 2 (High: HighBelowLow)")]
    [TestCase("2018-05-01T00:30:00Z,1,2,0.5,1,1\n", "line 2 (OpenTime: Unaligned)")]
    public async Task A_bad_file_is_named_with_its_line(string row, string expected)
    {
        var file = _database.WriteFile("bad.csv", Header + row);

        (await FailAsync("import", file, "--exchange", "x", "--symbol", "y", "--timeframe", "1h")).Should().Contain(expected);
    }

    [Test]
    public async Task A_file_of_another_kind_is_refused()
    {
        var file = _database.WriteFile("notes.txt", "no candles here\n");

        (await FailAsync("import", file, "--exchange", "x", "--symbol", "y", "--timeframe", "1h")).Should().Contain("notes.txt, line 1");
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named() =>
        (await FailAsync("import", "absent.csv", "--exchange", "x", "--symbol", "y", "--timeframe", "1h")).Should()
            .Contain("There is no file").And.Contain("absent.csv");

    [TestCase("backtest")]
    [TestCase]
    public async Task A_locked_database_is_said_to_be_locked(params string[] command)
    {
        using var connection = _database.Open();
        new SqliteCommand(
            "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE users SET version = version", connection).ExecuteNonQuery();

        (await FailAsync(command)).Should().Contain("The database is locked");
    }

    [Test]
    public async Task A_database_that_another_program_is_writing_to_is_said_to_be_locked()
    {
        using var connection = _database.Open();
        new SqliteCommand("BEGIN IMMEDIATE; UPDATE users SET version = version", connection).ExecuteNonQuery();

        (await FailAsync("keys", "rotate")).Should().Contain("The database is locked");
    }

    [TestCase("keys", "rotate")]
    [TestCase]
    public async Task A_read_only_database_is_said_to_be_read_only(params string[] command)
    {
        await using (var file = File.OpenWrite(_database.File))
        {
            file.Position = WriteVersionOffset;
            file.WriteByte(ReadOnlyVersion);
        }

        (await FailAsync(command)).Should().Contain("The database is read-only");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Permissions of Unix.")]
    public async Task A_database_that_may_not_be_written_is_said_to_be_read_only()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Ignore("The superuser may write every file.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_database.File, UnixFileMode.UserRead);

        (await FailAsync()).Should().Contain("The database is read-only");
    }

    [Test]
    public async Task A_file_that_is_no_database_is_said_to_be_none()
    {
        await File.WriteAllTextAsync(_database.File, string.Join('\n', Enumerable.Repeat("not a database", 100)));

        (await FailAsync("status")).Should().Contain("not a SQLite database");
    }

    [Test]
    public async Task A_directory_is_no_database()
    {
        File.Delete(_database.File);
        Directory.CreateDirectory(_database.File);

        (await FailAsync("migrate")).Should().Contain("is a directory");
    }

    [TestCase("demo", "wrong")]
    [TestCase("nobody", "wrong")]
    public async Task A_wrong_password_and_an_unknown_user_are_answered_alike(string user, string password) =>
        (await FailAsync("login", "--user", user, "--password", password)).Should().Be("error: Wrong username, password or code.");

    [Test]
    public async Task A_right_password_with_a_wrong_code_opens_no_session()
    {
        (await FailAsync("login", "--password", TwoTours.Second.After("Password"), "--code", "0")).Should()
            .Be("error: Wrong username, password or code.");

        _database.Query<long>("SELECT count(*) FROM user_sessions").Should().Be(4);
    }

    [Test]
    public async Task A_right_password_alone_asks_for_a_code() =>
        (await FailAsync("login", "--password", TwoTours.Second.After("Password"))).Should().Contain("--code");

    [Test]
    public async Task A_recovery_code_opens_one_session()
    {
        string[] login = ["login", "--password", TwoTours.Second.After("Password"), "--code", RecoveryCodes.In(TwoTours.Second)[0]];
        (await ConsoleRun.OfAsync(_database, login)).ExitCode.Should().Be(0);

        (await FailAsync(login)).Should().Be("error: Wrong username, password or code.");
    }

    [TestCase("'--scope' is required", "bot")]
    [TestCase("--days must be 1 to 366", "bot", "--scope", "orders", "--days", "2147483647")]
    [TestCase("Each network is an address", "bot", "--scope", "orders", "--network", "everywhere")]
    [TestCase("whose other bits are zero", "bot", "--scope", "orders", "--network", "203.0.113.7/24")]
    [TestCase("printable ASCII", "bot", "--scope", "all orders")]
    [TestCase("1 to 100 characters", "", "--scope", "orders")]
    public async Task A_credential_that_cannot_be_made_is_said_to_be_so(string expected, params string[] arguments)
    {
        (await FailAsync(["sessions", "credential", "create", .. arguments])).Should().Contain(expected).And.NotContain("Parameter");

        _database.Query<long>("SELECT count(*) FROM service_credentials").Should().Be(1);
    }

    [TestCase("sessions", "credential", "revoke", "00000000-0000-0000-0000-000000000001")]
    [TestCase("sessions", "credential", "list", "--user", "nobody")]
    [TestCase("sessions", "events", "--user", "nobody")]
    [TestCase("sessions", "revoke", "00000000-0000-0000-0000-000000000001")]
    [TestCase("sessions", "list", "--user", "nobody")]
    [TestCase("backtest", "--symbol", "nothing")]
    [TestCase("backtest", "--fast", "50", "--slow", "20")]
    [TestCase("import", "file.csv", "--exchange", "x", "--symbol", "y", "--timeframe", "1M")]
    [TestCase("unknown")]
    public async Task What_cannot_be_done_is_said(params string[] command) =>
    (await FailAsync(command)).Length.Should().BeGreaterThan("error: ".Length);

    [Test]
    public async Task A_command_before_migrate_says_so()
    {
        File.Delete(_database.File);

        Failed(await ConsoleRun.OfProcessAsync(_database, [], "backtest")).Should().Contain("Run 'migrate' first");
    }

    private async Task<string> FailAsync(params string[] arguments) => Failed(await ConsoleRun.OfAsync(_database, arguments));

    private static string Failed(ConsoleRun run)
    {
        run.ExitCode.Should().NotBe(0);
        run.Error.TrimEnd().Should().StartWith("error: ").And.NotContainAny("\n", "\u001b");
        (run.Output + run.Error).Should().NotMatchRegex(@"\bat [\w.]+\(", "that is a stack trace");
        return run.Error.TrimEnd();
    }
}
