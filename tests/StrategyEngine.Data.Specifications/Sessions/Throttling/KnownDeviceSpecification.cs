using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Devices from which a user has logged in before: attackers use up limits of their own.</summary>
public abstract class KnownDeviceSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task An_attacker_does_not_lock_the_owner_of_a_known_device_out()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        await SlowAsync(accounts);

        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Throttled>("that is everybody else");
        (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: device))).Should().BeOfType<LoginResult.Success>();
        (await accounts.LogInAsync("ada@example.com", Password, new ClientInfo(DeviceToken: device))).Should()
            .BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task An_attacker_at_the_same_address_does_not_lock_the_owner_of_a_known_device_out()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        for (var i = 0; i < 10; i++)
            await accounts.LogInAsync($"user{i}", "wrong", new ClientInfo("203.0.113.7"));

        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7"))).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7", DeviceToken: device))).Should()
            .BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task An_attacker_with_the_password_does_not_keep_the_owner_from_the_second_factor()
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator));
        var client = new ClientInfo(DeviceToken: login.DeviceToken.Reveal());
        var challenge = await ChallengeAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.CompleteTwoFactorAsync(challenge, "00000" + i);
        Time.Advance(TimeSpan.FromMilliseconds(500));

        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator, 1))).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts, client: client), CodeOf(authenticator, 1), client)).Should()
            .BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task A_known_device_has_a_limit_of_its_own()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        var thief = new ClientInfo(DeviceToken: await DeviceOfAsync(accounts));
        for (var i = 0; i < 5; i++)
            (await accounts.LogInAsync("ada", "wrong", thief)).Should().Be(new LoginResult.Failed());

        (await accounts.LogInAsync("ada", Password, thief)).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>("elsewhere nothing was tried");
    }

    [Test]
    public async Task A_device_is_known_to_its_user_only_and_for_its_time()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        await RegisterAsync(accounts, "eve");
        var (adas, eves) = (await DeviceOfAsync(accounts), await DeviceOfAsync(accounts, "eve"));
        await SlowAsync(accounts);

        (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: eves))).Should()
            .BeOfType<LoginResult.Throttled>("it is another's device");
        for (var i = 0; i < adas.Length; i++)
        {
            var altered = adas[..i] + (adas[i] == 'A' ? 'B' : 'A') + adas[(i + 1)..];
            (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: altered))).Should()
                .BeOfType<LoginResult.Throttled>("of character {0}", i);
        }

        foreach (var garbage in new[] { "", adas + "=", adas[..^1], new string('A', 300_000), "sedv1_" })
            (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: garbage))).Should().BeOfType<LoginResult.Throttled>();
        Time.Advance(TimeSpan.FromDays(180));
        await SlowAsync(accounts);
        (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: adas))).Should()
            .BeOfType<LoginResult.Throttled>("it was too long ago");
    }

    [Test]
    public async Task Devices_from_before_a_change_of_password_or_second_factor_are_known_no_more()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        await accounts.ChangePasswordAsync(userId, Password, "velvet orchard 31 comet");
        await SlowAsync(accounts);

        (await accounts.LogInAsync("ada", "velvet orchard 31 comet", new ClientInfo(DeviceToken: device))).Should()
            .BeOfType<LoginResult.Throttled>();
    }

    [Test]
    public async Task A_device_may_log_in_as_often_as_an_address()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        var client = new ClientInfo(DeviceToken: await DeviceOfAsync(accounts));
        for (var i = 0; i < 10; i++)
            (await accounts.LogInAsync("ada", Password, client)).Should().BeOfType<LoginResult.Success>();

        (await accounts.LogInAsync("ada", Password, client)).Should().Be(new LoginResult.Throttled(TimeSpan.FromSeconds(90)));
    }

    [Test]
    public async Task Who_has_the_password_alone_keeps_a_logged_in_owner_from_no_code()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);
        var challenge = await ChallengeAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.CompleteTwoFactorAsync(challenge, "00000" + i);
        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should().BeOfType<LoginResult.Throttled>();

        (await accounts.StepUpAsync(tokens.AccessToken.Reveal(), CodeOf(authenticator))).Should().BeOfType<StepUpResult.Success>();
        (await accounts.ReplaceRecoveryCodesAsync(userId, CodeOf(authenticator, 1))).Should()
            .BeOfType<ReplaceRecoveryCodesResult.Replaced>();
    }

    [Test]
    public async Task Wrong_codes_count_until_a_right_one_however_long_that_takes()
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), "00000" + i);
        Time.Advance(TimeSpan.FromHours(20));
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), "000009")).Should().Be(new LoginResult.Failed());
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator))).Should()
            .Be(new LoginResult.Throttled(TimeSpan.FromSeconds(2)), "it goes on where it was");
        Time.Advance(TimeSpan.FromSeconds(2));

        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator))).Should()
            .BeOfType<LoginResult.Success>();
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), "000009")).Should()
            .Be(new LoginResult.Failed(), "and begins anew after it");
    }

    [Test]
    public async Task A_log_in_from_a_new_device_is_marked_in_the_record()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: device));

        (await EventsAsync(userId))
            .Where(entry => entry.Kind == AuthenticationEventKind.LoggedIn)
            .Select(entry => entry.Detail)
            .Should().Equal("pwd new_device", "pwd");
    }

    [Test]
    public async Task A_device_token_is_not_accepted_in_place_of_another_token()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);

        (await sessions.ValidateTokenAsync(device)).Should().Be(new ValidationResult.Rejected(TokenRejection.Malformed));
        (await sessions.RefreshTokenAsync(device)).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        (await accounts.CompleteTwoFactorAsync(device, "000000")).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("ada", "wrong", new ClientInfo(DeviceToken: device))).Should().Be(new LoginResult.Failed());
        $"{new ClientInfo("203.0.113.7", "agent", device)}".Should().Be("client");
        System.Text.Json.JsonSerializer.Serialize(new ClientInfo(DeviceToken: device)).Should().NotContain(device);
    }

    private static async Task<string> DeviceOfAsync(AccountNode accounts, string name = "ada") =>
        (await accounts.LogInAsync(name, Password)).Should().BeOfType<LoginResult.Success>().Which.DeviceToken.Reveal();

    private static async Task SlowAsync(AccountNode accounts)
    {
        for (var i = 0; i < 5; i++)
            (await accounts.LogInAsync("ada", "wrong")).Should().Be(new LoginResult.Failed());
    }
}
