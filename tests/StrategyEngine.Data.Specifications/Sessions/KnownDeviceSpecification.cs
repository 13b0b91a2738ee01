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
        (await accounts.LogInAsync("ada@example.com", Password, new ClientInfo(DeviceToken: device))).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task An_attacker_at_the_same_address_does_not_either()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        for (var i = 0; i < 10; i++)
            await accounts.LogInAsync($"user{i}", "wrong", new ClientInfo("203.0.113.7"));

        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7"))).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7", DeviceToken: device))).Should().BeOfType<LoginResult.Success>();
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
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts, client: client), CodeOf(authenticator, 1), client)).Should().BeOfType<LoginResult.Success>();
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

        (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: eves))).Should().BeOfType<LoginResult.Throttled>("it is another's device");
        for (var i = 0; i < adas.Length; i++)
        {
            var altered = adas[..i] + (adas[i] == 'A' ? 'B' : 'A') + adas[(i + 1)..];
            (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: altered))).Should().BeOfType<LoginResult.Throttled>("of character {0}", i);
        }

        foreach (var garbage in new[] { "", adas + "=", adas[..^1], new string('A', 300_000), "sedv1_" })
            (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: garbage))).Should().BeOfType<LoginResult.Throttled>();
        Time.Advance(TimeSpan.FromDays(180));
        await SlowAsync(accounts);
        (await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: adas))).Should().BeOfType<LoginResult.Throttled>("it was too long ago");
    }

    [Test]
    public async Task A_log_in_from_a_new_device_is_marked_in_the_record()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var device = await DeviceOfAsync(accounts);
        await accounts.LogInAsync("ada", Password, new ClientInfo(DeviceToken: device));

        (await EventsAsync(userId)).Where(entry => entry.Kind == AuthenticationEventKind.LoggedIn).Select(entry => entry.Detail).Should().Equal("pwd new_device", "pwd");
    }

    [Test]
    public async Task A_device_token_opens_nothing()
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
