using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Codes for the day the authenticator is lost.</summary>
public abstract class RecoveryCodeSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Confirming_gives_ten_different_codes_which_print_nothing()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var authenticator = await BeginEnrollmentAsync(accounts, userId);

        var codes = (await accounts.ConfirmTwoFactorAsync(userId, CodeOf(authenticator))).Should()
            .BeOfType<ConfirmTwoFactorResult.Enabled>().Which.RecoveryCodes;

        codes.Reveal().Should().HaveCount(RecoveryCodes.Count).And.OnlyHaveUniqueItems();
        codes.Reveal().Should()
            .OnlyContain(code => System.Text.RegularExpressions.Regex.IsMatch(code, "^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$"));
        $"{codes}{System.Text.Json.JsonSerializer.Serialize(codes)}".Should().NotContain(codes.Reveal()[0]);
        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(10);
        await using var context = CreateContext();
        (await LibraryRecords.ReadAsync(context, "recovery_codes")).Should().HaveCount(10)
            .And.OnlyContain(
                code => ((byte[])code.Property("CodeHash").CurrentValue!).Length == 32 && code.Property("RedeemedAt").CurrentValue == null);
    }

    [Test]
    public async Task A_recovery_code_logs_in_once()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, _, codes) = await EnrollAsync(accounts);

        var login = (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), codes[3])).Should()
            .BeOfType<LoginResult.Success>().Which;

        (await RejectionAsync(sessions, login.Tokens)).Should().BeNull();
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), codes[3])).Should().Be(new LoginResult.Failed());
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), codes[4])).Should().BeOfType<LoginResult.Success>();
        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(8);
        (await EventsAsync(userId)).Select(entry => entry.Kind).Should().Contain(AuthenticationEventKind.RecoveryCodeRedeemed);
    }

    [Test]
    public async Task A_code_may_be_typed_in_any_case_with_or_without_separators()
    {
        var accounts = NewAccounts();
        var (_, _, codes) = await EnrollAsync(accounts);
        var typed = new[]
        {
            codes[0].ToLowerInvariant(),
            codes[1].Replace("-", "", StringComparison.Ordinal),
            codes[2].Replace('-', ' '),
            codes[3].Replace('0', 'O').Replace('1', 'l'),
            $"  {codes[4]} ",
        };

        foreach (var code in typed)
            (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), code)).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task What_is_no_code_of_this_user_is_refused()
    {
        var accounts = NewAccounts(configure: options => options.FreeFailures = 100);
        var (_, _, codes) = await EnrollAsync(accounts);
        var (_, _, others) = await EnrollAsync(accounts, "eve");
        foreach (var code in new[]
        {
            others[0], codes[0][..^1], codes[0] + "0", codes[0].Replace(codes[0][0], '\u0660'), new string('0', 25),
            new string('0', 1_000_000), "\u0661\u0662\u0663\u0664\u0665\u0666", ""
        })
        {
            (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), code)).Should().Be(new LoginResult.Failed());
        }

        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), codes[0])).Should()
            .BeOfType<LoginResult.Success>("nothing was spent");
    }

    [Test]
    public async Task New_codes_make_the_former_worthless()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, former) = await EnrollAsync(accounts);
        (await accounts.ReplaceRecoveryCodesAsync(userId, "000000")).Should().BeOfType<ReplaceRecoveryCodesResult.Rejected>();
        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(10);

        var codes = (await accounts.ReplaceRecoveryCodesAsync(userId, CodeOf(authenticator))).Should()
            .BeOfType<ReplaceRecoveryCodesResult.Replaced>().Which.RecoveryCodes.Reveal();

        codes.Should().HaveCount(10).And.NotIntersectWith(former);
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), former[0])).Should().Be(new LoginResult.Failed());
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), codes[0])).Should().BeOfType<LoginResult.Success>();
        (await accounts.ReplaceRecoveryCodesAsync(await RegisterAsync(accounts, "bob"), "000000")).Should()
            .BeOfType<ReplaceRecoveryCodesResult.NotEnrolled>();
    }

    [Test]
    public async Task Without_the_authenticator_a_recovery_code_disables_two_factor_and_its_fellows_go_with_it()
    {
        var accounts = NewAccounts();
        var (userId, _, codes) = await EnrollAsync(accounts);

        (await accounts.DisableTwoFactorAsync(userId, codes[0])).Should().BeOfType<TwoFactorResult.Accepted>();

        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(0);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task Guesses_at_recovery_codes_are_slowed_as_codes_are()
    {
        var accounts = NewAccounts();
        await EnrollAsync(accounts);
        var challenge = await ChallengeAsync(accounts);
        for (var i = 0; i < 5; i++)
            (await accounts.CompleteTwoFactorAsync(challenge, new string('0', 24) + i)).Should().Be(new LoginResult.Failed());

        (await accounts.CompleteTwoFactorAsync(challenge, new string('0', 25))).Should()
            .Be(new LoginResult.Throttled(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Of_parallel_submissions_of_a_recovery_code_in_two_processes_one_succeeds()
    {
        var accounts = NewAccounts();
        var (userId, _, codes) = await EnrollAsync(accounts);
        string[] arguments = [await ChallengeAsync(accounts), codes[7], "8", Time.GetUtcNow().ToUnixTimeMilliseconds().ToString()];

        var results = await RaceAsync<SpendCodes>(arguments, arguments);

        results.SelectMany(lines => lines).Should().HaveCount(16).And.ContainSingle(line => line == nameof(LoginResult.Success))
            .And.OnlyContain(line => line == nameof(LoginResult.Success) || line == nameof(LoginResult.Failed));
        (await CountLiveAsync(userId)).Should().Be(1);
        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(9);
    }
}
