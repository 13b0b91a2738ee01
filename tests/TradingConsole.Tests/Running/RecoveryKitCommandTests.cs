using System.Security.Cryptography;

using FluentAssertions;

using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>The key ring is saved, lost, and restored, each by a command of its own.</summary>
public sealed class RecoveryKitCommandTests
{
    private const string Secret = "TRADING_KEY_SECRET";
    private const string Passphrase = "seven grey herons wade at dawn";

    private ConsoleDatabase _database = null!;

    private string Kit => Path.Combine(_database.Folder.FullName, "ring.kit");

    [SetUp]
    public void CopyDatabase() => _database = TwoTours.Database.Copy();

    [TearDown]
    public void DeleteDatabase() => _database.Dispose();

    [Test]
    public async Task A_lost_ring_is_restored_into_a_new_one_that_another_secret_protects()
    {
        var passphrase = _database.WriteFile("passphrase", Passphrase + "\n");
        (await RunAsync([], "keys", "export", Kit, "--passphrase-file", passphrase)).Output.Should().Contain("Wrote 1 keys");
        Directory.Delete(_database.Keys, recursive: true);
        var secret = new Dictionary<string, string>
        {
            [Secret] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["KIT_PASSPHRASE"] = Passphrase
        };
        (await ConsoleRun.OfAsync(_database, secret, "keys", "rotate")).Error.Should().Contain("key ring cannot unwrap");

        (await RunAsync(secret, "keys", "import", Kit, "--passphrase-variable", "KIT_PASSPHRASE")).Output.Should().Contain("Added 1 keys");

        (await RunAsync(secret, "keys", "rotate")).Output.Should().Contain("Rotated");
        (await RunAsync(secret, "keys", "reencrypt")).Output.Should().Contain("0 rows remain");
        (await RunAsync(secret, "keys", "import", Kit, "--passphrase-variable", "KIT_PASSPHRASE")).Output.Should()
            .Contain("Added 0 keys").And.Contain("had 1");
        Directory.EnumerateFiles(_database.Keys, "*.xml").Should()
            .HaveCount(2).And.OnlyContain(file => !File.ReadAllText(file).Contains("masterKey"));
    }

    [Test]
    public async Task A_kit_of_a_ring_that_is_not_the_databases_own_is_not_written()
    {
        Directory.Delete(_database.Keys, recursive: true);

        var run = await ConsoleRun.OfAsync(_database, [], "keys", "export", Kit, "--generate");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("lacks 1 keys").And.Contain("No kit was written");
        File.Exists(Kit).Should().BeFalse();
        (await RunAsync([], "keys", "status")).Output.Should().Contain("Missing").And.Contain("keys import");
    }

    [Test]
    public async Task A_ring_in_clear_is_protected_once_there_is_a_secret()
    {
        (await ConsoleRun.OfAsync(_database, [], "keys", "protect")).Error.Should().Contain(Secret);
        var secret = new Dictionary<string, string> { [Secret] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };

        (await RunAsync(secret, "keys", "protect")).Output.Should().Contain("Protected 1 ring keys");

        Directory.EnumerateFiles(_database.Keys, "*.xml").Should().OnlyContain(file => !File.ReadAllText(file).Contains("masterKey"));
        (await RunAsync(new(secret) { ["DOTNET_ENVIRONMENT"] = "Production" }, "keys", "status")).Output.Should().Contain("Available");
    }

    [Test]
    public async Task A_passphrase_that_is_made_opens_the_kit()
    {
        var passphrase = (await RunAsync([], "keys", "export", Kit, "--generate")).After("Passphrase").TrimEnd(':');

        (await RunAsync(new() { ["KIT_PASSPHRASE"] = passphrase }, "keys", "import", Kit, "--passphrase-variable", "KIT_PASSPHRASE")).Output
            .Should().Contain("had 1");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Kit).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Test]
    public async Task What_cannot_be_done_is_said_in_one_line()
    {
        var variables = new Dictionary<string, string>
        {
            ["KIT_PASSPHRASE"] = Passphrase,
            ["SHORT"] = "short",
            ["WRONG"] = "another passphrase"
        };
        await RunAsync(variables, "keys", "export", Kit, "--passphrase-variable", "KIT_PASSPHRASE");
        var before = await File.ReadAllBytesAsync(Kit);

        (await FailAsync("keys", "export", Kit, "--passphrase-variable", "KIT_PASSPHRASE")).Should()
            .Contain("exists and was left as it is");
        (await FailAsync("keys", "export", Kit + "2", "--passphrase-variable", "SHORT")).Should().Contain("at least 12 characters");
        (await FailAsync("keys", "export", Kit + "2")).Should().Contain("--passphrase-file");
        (await FailAsync("keys", "export", Kit + "2", "--passphrase-variable", "ABSENT")).Should().Contain("ABSENT is not set");
        (await FailAsync("keys", "import", Kit, "--passphrase-variable", "WRONG")).Should().Contain("passphrase is not the one");
        (await FailAsync("keys", "import", _database.File, "--passphrase-variable", "WRONG")).Should().Contain("not a recovery kit");
        (await FailAsync("keys", "import", "absent.kit", "--passphrase-variable", "WRONG")).Should().Contain("There is no file");

        (await File.ReadAllBytesAsync(Kit)).Should().Equal(before);
        File.Exists(Kit + "2").Should().BeFalse();

        async Task<string> FailAsync(params string[] arguments)
        {
            var run = await ConsoleRun.OfAsync(_database, variables, arguments);
            run.ExitCode.Should().Be(1);
            run.Error.TrimEnd().Should().StartWith("error: ").And.NotContain("\n");
            return run.Error;
        }
    }

    [Test]
    public async Task A_secret_that_is_no_secret_is_refused_with_the_command_that_makes_one()
    {
        var run = await ConsoleRun.OfAsync(_database, new Dictionary<string, string> { [Secret] = "hunter2" }, "status");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("openssl rand -base64 32").And.Contain(Secret).And.NotContain("hunter2");
    }

    [TestCase("DOTNET_ENVIRONMENT")]
    [TestCase("ASPNETCORE_ENVIRONMENT")]
    public async Task In_production_a_ring_in_clear_is_refused_and_left_as_it_is(string variable)
    {
        var before = Directory.EnumerateFiles(_database.Keys).ToDictionary(file => file, File.ReadAllText);

        var run = await ConsoleRun.OfAsync(_database, new Dictionary<string, string> { [variable] = "Production" }, "status");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("not protected at rest").And.Contain("ProtectKeysWithSecret").And.Contain("AllowUnprotectedKeyRing");
        Directory.EnumerateFiles(_database.Keys).ToDictionary(file => file, File.ReadAllText).Should().Equal(before);
    }

    private async Task<ConsoleRun> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        var run = await ConsoleRun.OfAsync(_database, variables, arguments);
        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        return run;
    }
}
