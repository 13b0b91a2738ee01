using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Limits on attempts: shared by nodes, the same for known and unknown names, never a lock.</summary>
public abstract class LoginThrottleSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [TestCase("ada")]
    [TestCase("nobody")]
    public async Task After_five_failures_an_account_is_slowed_whether_or_not_it_exists(string name)
    {
        await RegisterAsync(NewAccounts());
        for (var i = 0; i < 5; i++)
            (await NewAccounts().LogInAsync(name, "wrong")).Should().Be(new LoginResult.Failed());

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            (await NewAccounts().LogInAsync(name, Password)).Should().Be(new LoginResult.Throttled(TimeSpan.FromSeconds(seconds)));
            Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            (await NewAccounts().LogInAsync(name, "wrong")).Should().Be(new LoginResult.Throttled(TimeSpan.FromMilliseconds(1)));
            Time.Advance(TimeSpan.FromMilliseconds(1));
            (await NewAccounts().LogInAsync(name, "wrong")).Should().Be(new LoginResult.Failed());
        }
    }

    [Test]
    public async Task Name_and_address_of_an_account_are_counted_together()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.LogInAsync(i % 2 == 0 ? "ada" : "ADA@example.com", "wrong");

        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.LogInAsync("ada@example.com", Password)).Should().BeOfType<LoginResult.Throttled>();
    }

    [Test]
    public async Task Success_and_time_forget_failures()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                (await accounts.LogInAsync("ada", "wrong")).Should().Be(new LoginResult.Failed());
            (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
        }

        for (var i = 0; i < 5; i++)
            await accounts.LogInAsync("ada", "wrong");
        Time.Advance(TimeSpan.FromMinutes(16));
        for (var i = 0; i < 5; i++)
            (await accounts.LogInAsync("ada", "wrong")).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Throttled>();
    }

    [Test]
    public async Task Parallel_guesses_do_not_slip_through_together()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => NewAccounts()).ToList();
        await RegisterAsync(nodes[0]);

        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => nodes[i % 4].LogInAsync("ada", "wrong"))));

        results.OfType<LoginResult.Failed>().Should().HaveCount(5);
        results.OfType<LoginResult.Throttled>().Should().HaveCount(19);
    }

    [Test]
    public async Task An_address_may_try_ten_log_ins_which_come_back_evenly()
    {
        var accounts = NewAccounts();
        for (var i = 0; i < 10; i++)
            (await accounts.LogInAsync($"user{i}", "wrong", new ClientInfo("203.0.113.7"))).Should().Be(new LoginResult.Failed());

        (await accounts.LogInAsync("other", "wrong", new ClientInfo("203.0.113.7"))).Should()
            .Be(new LoginResult.Throttled(TimeSpan.FromSeconds(90)));
        (await accounts.LogInAsync("other", "wrong", new ClientInfo("::ffff:203.0.113.7"))).Should()
            .Be(new LoginResult.Throttled(TimeSpan.FromSeconds(90)), "it is the same address");
        (await accounts.LogInAsync("other", "wrong", new ClientInfo("203.0.113.8"))).Should().Be(new LoginResult.Failed());
        Time.Advance(TimeSpan.FromSeconds(90));
        (await accounts.LogInAsync("other", "wrong", new ClientInfo("203.0.113.7"))).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("other", "wrong", new ClientInfo("203.0.113.7"))).Should().BeOfType<LoginResult.Throttled>();
    }

    [Test]
    public async Task A_network_of_IPv6_is_one_address()
    {
        var accounts = NewAccounts();
        for (var i = 0; i < 10; i++)
            (await accounts.LogInAsync($"user{i}", "wrong", new ClientInfo($"2001:db8:0:1::{i:x}"))).Should().Be(new LoginResult.Failed());

        (await accounts.LogInAsync("other", "wrong", new ClientInfo("2001:db8:0:1:ffff::1"))).Should().BeOfType<LoginResult.Throttled>();
        (await accounts.LogInAsync("other", "wrong", new ClientInfo("2001:db8:0:2::1"))).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task A_flood_from_thousands_of_addresses_holds_no_memory_and_is_forgotten_by_the_clean_up()
    {
        var addresses = Rounds.Of(standard: 1500, full: 3000, part: 6);

        // Slowed for minutes, so that the flood is answered without hashing.
        var accounts = NewAccounts(configure: options => options.FreeFailures = 1);
        for (var wait = 1; wait <= 512; wait *= 2)
        {
            (await accounts.LogInAsync("ada", "wrong")).Should().Be(new LoginResult.Failed());
            Time.Advance(TimeSpan.FromSeconds(wait == 512 ? 1 : wait));
        }

        var line = (await TestProcess.RunAloneAsync<SessionWork>(
            TestDatabase, Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(), "flood", "ada", $"{addresses}")).Single().Split(' ');

        long.Parse(line[0]).Should().BeLessThan(addresses * 667L, "that is less than a kilobyte for each");
        line[1..].Should().Equal(nameof(LoginResult.Throttled), $"{addresses}");
        Time.Advance(TimeSpan.FromDays(2));
        (await NewNode().CleanupExpiredSessionsAsync()).Throttles.Should()
            .BeGreaterThanOrEqualTo(addresses + 1, "what they left is in the database");
    }

    [Test]
    public async Task A_failed_log_in_takes_at_least_the_time_it_is_told_to()
    {
        var accounts = NewAccounts(configure: options => options.MinFailedLoginDuration = TimeSpan.FromSeconds(1));
        var userId = await RegisterAsync(accounts);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>("success does not wait");
        var failing = accounts.LogInAsync("ada", "wrong");
        while (!(await EventsAsync(userId)).Contains((AuthenticationEventKind.LoginFailed, "wrong_password")))
            await Task.Yield();

        Time.Advance(TimeSpan.FromMilliseconds(999));
        await failing.Awaiting(login => login.WaitAsync(TimeSpan.FromMilliseconds(300))).Should().ThrowAsync<TimeoutException>();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await failing).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task A_clock_that_steps_back_locks_nobody()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.LogInAsync("ada", "wrong", new ClientInfo("203.0.113.7"));

        Time.AdjustTime(Start.AddDays(-1));

        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7"))).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task The_table_names_nobody_and_is_cleaned_up()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        await accounts.LogInAsync("nobody-of-this-name", "wrong", new ClientInfo("203.0.113.99"));
        await using var context = CreateContext();
        (await LibraryRecords.ReadAsync(context, "login_throttles")).Should().HaveCount(2)
            .And.OnlyContain(throttle => ((byte[])throttle.Property("Key").CurrentValue!).Length == 32);
        var dump = System.Text.Encoding.Latin1.GetString(await TestDatabase.DumpAsync());
        dump.Should().Contain("login_throttles").And.NotContain("nobody-of-this-name").And.NotContain("203.0.113.99");

        Time.Advance(TimeSpan.FromDays(2));

        (await sessions.CleanupExpiredSessionsAsync()).Throttles.Should().Be(2);
        (await LibraryRecords.ReadAsync(context, "login_throttles")).Should().BeEmpty();
    }
}
