using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Registering, logging in and out, changing a password.</summary>
public abstract class AccountSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_registered_user_logs_in_and_out()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);

        var tokens = await LogInAsync(accounts);

        var session = (await sessions.ValidateTokenAsync(tokens.AccessToken.Reveal())).Should()
            .BeOfType<ValidationResult.Valid>().Which.Session;
        session.UserId.Should().Be(userId);
        session.AuthenticationMethods.Should().Equal("pwd");
        (await accounts.LogOutAsync(tokens.SessionId)).Should().BeTrue();
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await FindAsync(tokens.SessionId))!.RevokeReason.Should().Be(SessionRevocation.LoggedOut);
    }

    [Test]
    public async Task Either_token_logs_out_also_when_it_is_old()
    {
        var sessions = NewNode(options => options.MaxSessionsPerUser = 10);
        var accounts = NewAccounts(sessions);
        await RegisterAsync(accounts);
        var (first, second, third) = (await LogInAsync(accounts), await LogInAsync(accounts), await LogInAsync(accounts));
        var rotated = await RotateAsync(sessions, third);
        Time.Advance(TimeSpan.FromHours(1));

        (await accounts.LogOutAsync(first.AccessToken.Reveal())).Should().BeTrue("an expired access token still names its session");
        (await accounts.LogOutAsync(second.RefreshToken.Reveal())).Should().BeTrue();
        (await accounts.LogOutAsync(third.RefreshToken.Reveal())).Should().BeTrue("a spent refresh token does, too");

        (await sessions.RefreshTokenAsync(rotated.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        (await accounts.LogOutAsync(first.AccessToken.Reveal())).Should().BeFalse();
        foreach (var text in new[] { null, "", "a.b.c", "sert1_" + new string('A', 92), first.AccessToken.Reveal() + "=" })
            (await accounts.LogOutAsync(text)).Should().BeFalse();
    }

    [TestCase("ada")]
    [TestCase("ADA")]
    [TestCase("ada@example.com")]
    [TestCase("Ada@EXAMPLE.com")]
    public async Task Name_and_address_log_in_in_any_case(string name)
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);

        (await accounts.LogInAsync(name, Password)).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task A_name_or_address_is_registered_once_in_any_case()
    {
        var accounts = NewAccounts();
        await RegisterAsync(accounts);

        (await accounts.RegisterAsync("ADA", "other@example.com", Password)).Should().BeOfType<RegisterResult.UsernameTaken>();
        (await accounts.RegisterAsync("other", "ADA@example.com", Password)).Should().BeOfType<RegisterResult.EmailTaken>();
        (await accounts.RegisterAsync("other", "other@example.com", Password)).Should().BeOfType<RegisterResult.Success>();
    }

    [Test]
    public async Task What_is_not_a_name_address_or_good_password_is_not_registered()
    {
        var accounts = NewAccounts();

        foreach (var name in new[]
        {
            "", " ada", "ada ", "a@b", "a\nb", "\uD800", "Erased-0198c0de000070008000000000000001", new string('\u0958', 51),
            new string('a', 101), new string('a', 1_000_000)
        })
        {
            (await accounts.RegisterAsync(name, "ada@example.com", Password)).Should().BeOfType<RegisterResult.InvalidUsername>();
        }

        foreach (var email in new[]
        {
            "", "ada", "@example.com", "ada@", "a@b@c", "a da@example.com", "ada@example.com\r\n", "erased-1@INVALID",
            new string('a', 300) + "@b"
        })
        {
            (await accounts.RegisterAsync("ada", email, Password)).Should().BeOfType<RegisterResult.InvalidEmail>();
        }

        (await accounts.RegisterAsync("ada", "ada@example.com", "short")).Should()
            .Be(new RegisterResult.PasswordRejected(PasswordFault.TooShort));
        (await accounts.RegisterAsync("ada", "ada@example.com", "password123456789")).Should()
            .Be(new RegisterResult.PasswordRejected(PasswordFault.TooCommon));
        (await accounts.RegisterAsync("zbigniew", "zbigniew.k@example.com", "zbigniew-zbigniew")).Should()
            .Be(new RegisterResult.PasswordRejected(PasswordFault.ContainsContext));
        (await accounts.RegisterAsync("ada", "ada@example.com", new string('p', 1_000_000))).Should()
            .Be(new RegisterResult.PasswordRejected(PasswordFault.TooLong));
        await using var context = CreateContext();
        (await context.Users.AnyAsync()).Should().BeFalse();
    }

    [Test]
    public async Task Unknown_wrong_and_disabled_are_answered_alike()
    {
        var accounts = NewAccounts();
        var disabled = await RegisterAsync(accounts, "grace");
        await RegisterAsync(accounts);
        await ChangeUserAsync(disabled, user => user.IsActive = false);

        foreach (var (name, password) in new[]
        {
            ("nobody", Password), ("nobody@example.com", Password), ("ada", Password + "x"), ("ada", ""),
            ("ada", new string('p', 1_000_000)), ("grace", Password),
            ("", Password), ("\uD800", Password), (new string('a', 1_000_000), Password), ("ada\0", Password),
        })
        {
            (await accounts.LogInAsync(name, password)).Should().Be(new LoginResult.Failed());
            Time.Advance(TimeSpan.FromHours(1));
        }

        (await LogInAsync(accounts)).Should().NotBeNull();
    }

    [Test]
    public async Task The_password_is_stored_as_an_Argon2id_hash_of_the_asked_cost()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);

        (await HashOfAsync(userId)).Should().MatchRegex(@"^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$");
    }

    [Test]
    public async Task Logging_in_replaces_a_bcrypt_hash_and_one_of_lower_cost()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);

        // A published vector of OpenBSD's bcrypt: shorter than anyone may choose today, and still its owner's.
        const string Legacy = "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC";
        await ChangeUserAsync(userId, user => user.PasswordHash = Legacy);
        (await accounts.LogInAsync("ada", "abcdefghijklmnopqrstuvwxy")).Should().Be(new LoginResult.Failed());
        (await HashOfAsync(userId)).Should().Be(Legacy);

        (await accounts.LogInAsync("ada", "abcdefghijklmnopqrstuvwxyz")).Should().BeOfType<LoginResult.Success>();

        var first = await HashOfAsync(userId);
        first.Should().StartWith("$argon2id$v=19$m=19456,t=2,p=1$");
        (await accounts.LogInAsync("ada", "abcdefghijklmnopqrstuvwxyz")).Should().BeOfType<LoginResult.Success>();
        (await HashOfAsync(userId)).Should().Be(first, "it is as it should be");

        var dearer = NewAccounts(configure: options => options.Argon2Iterations = 3);
        (await dearer.LogInAsync("ada", "abcdefghijklmnopqrstuvwxyz")).Should().BeOfType<LoginResult.Success>();
        (await HashOfAsync(userId)).Should().StartWith("$argon2id$v=19$m=19456,t=3,p=1$");
    }

    [TestCase("")]
    [TestCase("plaintext password")]
    [TestCase("$argon2id$v=19$m=2147483648,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [TestCase("$argon2id$v=19$m=1048576,t=100000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [TestCase("$2a$31$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC")]
    public async Task A_hostile_hash_costs_no_more_than_a_wrong_password(string stored)
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        await ChangeUserAsync(userId, user => user.PasswordHash = stored);

        (await accounts.LogInAsync("ada", Password).WaitAsync(TimeSpan.FromMinutes(1))).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("ada", stored).WaitAsync(TimeSpan.FromMinutes(1))).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task Changing_the_password_ends_every_session()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        var tokens = await LogInAsync(accounts);
        const string NewPassword = "velvet orchard 31 comet";

        (await accounts.ChangePasswordAsync(userId, "wrong", NewPassword)).Should().BeOfType<ChangePasswordResult.Failed>();
        (await accounts.ChangePasswordAsync(userId, Password, "short")).Should()
            .Be(new ChangePasswordResult.PasswordRejected(PasswordFault.TooShort));
        (await accounts.ChangePasswordAsync(Guid.Empty, Password, NewPassword)).Should().BeOfType<ChangePasswordResult.Failed>();
        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().BeNull();
        (await accounts.ChangePasswordAsync(userId, Password, NewPassword)).Should().BeOfType<ChangePasswordResult.Success>();

        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        (await accounts.LogInAsync("ada", Password)).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("ada", NewPassword)).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task A_password_change_among_refreshes_leaves_no_live_session()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        var (current, next) = (Password, "velvet orchard 31 comet");
        var rounds = Rounds.Of(standard: 2, full: 5, part: 6);
        for (var round = 0; round < rounds; round++)
        {
            var tokens = (await accounts.LogInAsync("ada", current)).Should().BeOfType<LoginResult.Success>().Which.Tokens;
            var refreshing = Task.Run(async () =>
            {
                var results = new List<RefreshResult>();
                var token = tokens.RefreshToken.Reveal();
                var node = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
                do
                {
                    results.Add(await node.RefreshTokenAsync(token));
                    token = (results[^1] as RefreshResult.Rotated)?.Tokens.RefreshToken.Reveal();
                }
                while (token is not null);
                return results;
            });

            (await accounts.ChangePasswordAsync(userId, current, next)).Should().BeOfType<ChangePasswordResult.Success>();

            (await refreshing)[^1].Should().BeOfType<RefreshResult.Invalid>();
            (await CountLiveAsync(userId)).Should().Be(0);
            (current, next) = (next, current);
        }
    }

    [Test]
    public async Task Logging_in_counts_and_is_dated()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        await LogInAsync(accounts);
        Time.Advance(TimeSpan.FromMinutes(3));
        await LogInAsync(accounts);

        await using var context = CreateContext();
        var user = await context.Users.SingleAsync(user => user.Id == userId);
        user.LoginCount.Should().Be(2);
        user.LastLoginAt.Should().Be(Start.AddMinutes(3));
    }

    private static async Task<SessionTokens> LogInAsync(AccountNode accounts) =>
        (await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7", "Specification/1.0"))).Should()
            .BeOfType<LoginResult.Success>().Which.Tokens;

    private async Task<string?> HashOfAsync(Guid userId)
    {
        await using var context = CreateContext();
        return await context.Users.Where(user => user.Id == userId).Select(user => user.PasswordHash).SingleAsync();
    }
}
