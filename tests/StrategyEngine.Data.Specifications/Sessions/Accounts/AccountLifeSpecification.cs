using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Accounts that are disabled, enabled, recovered and erased.</summary>
public abstract class AccountLifeSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string NewPassword = "velvet orchard 31 comet";

    [Test]
    public async Task A_disabled_account_is_closed_until_it_is_enabled_again()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var challenge = await ChallengeAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);

        (await accounts.DisableAsync(userId)).Should().BeTrue();
        (await accounts.DisableAsync(userId)).Should().BeFalse();

        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        (await FindAsync(tokens.SessionId))!.RevokeReason.Should().Be(SessionRevocation.AccountDisabled);
        (await accounts.LogInAsync("ada", Password)).Should().Be(new LoginResult.Failed());
        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should().Be(new LoginResult.Failed());
        (await sessions.CreateSessionAsync(userId)).Should().BeOfType<CreateSessionResult.UserDisabled>();

        (await accounts.EnableAsync(userId)).Should().BeTrue();
        (await accounts.EnableAsync(userId)).Should().BeFalse();
        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should()
            .Be(new LoginResult.Failed(), "the challenge is from before");
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator))).Should()
            .BeOfType<LoginResult.Success>();
        (await RejectionAsync(NewNode(), tokens)).Should().Be(TokenRejection.SessionRevoked, "former sessions stay ended");
        (await accounts.DisableAsync(Guid.Empty)).Should().BeFalse();
    }

    [Test]
    public async Task A_host_sets_a_password_without_the_former_one_and_the_second_factor_stays()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, _, _) = await EnrollAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);

        (await accounts.SetPasswordAsync(userId, "short")).Should().Be(new ChangePasswordResult.PasswordRejected(PasswordFault.TooShort));
        (await accounts.SetPasswordAsync(Guid.Empty, NewPassword)).Should().BeOfType<ChangePasswordResult.Failed>();
        (await accounts.SetPasswordAsync(userId, NewPassword)).Should().BeOfType<ChangePasswordResult.Success>();

        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await accounts.LogInAsync("ada", Password)).Should().Be(new LoginResult.Failed());
        (await accounts.LogInAsync("ada", NewPassword)).Should().BeOfType<LoginResult.TwoFactorRequired>();
    }

    [Test]
    public async Task A_host_removes_a_lost_second_factor()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, codes) = await EnrollAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);

        (await accounts.ResetTwoFactorAsync(userId)).Should().BeTrue();
        (await accounts.ResetTwoFactorAsync(userId)).Should().BeFalse();

        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
        (await accounts.VerifyTwoFactorAsync(userId, CodeOf(authenticator))).Should().BeOfType<TwoFactorResult.NotEnrolled>();
        (await accounts.VerifyTwoFactorAsync(userId, codes[0])).Should().BeOfType<TwoFactorResult.NotEnrolled>();
    }

    [Test]
    public async Task Giving_the_password_again_is_limited_apart_from_logging_in()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        for (var i = 0; i < 5; i++)
            await accounts.LogInAsync("ada", "wrong");
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Throttled>("an attacker is at it");

        (await accounts.VerifyPasswordAsync(userId, Password)).Should().BeOfType<VerifyPasswordResult.Verified>();
        for (var i = 0; i < 5; i++)
            (await accounts.VerifyPasswordAsync(userId, "wrong")).Should().BeOfType<VerifyPasswordResult.Failed>();
        (await accounts.VerifyPasswordAsync(userId, Password)).Should().Be(new VerifyPasswordResult.Throttled(TimeSpan.FromSeconds(1)));
        (await accounts.ChangePasswordAsync(userId, Password, NewPassword)).Should()
            .Be(new ChangePasswordResult.Throttled(TimeSpan.FromSeconds(1)));
        (await accounts.VerifyPasswordAsync(Guid.Empty, Password)).Should().BeOfType<VerifyPasswordResult.Failed>();
    }

    [Test]
    public async Task A_breached_password_is_refused_by_the_hosts_own_source()
    {
        var accounts = NewAccounts(
            configure: options => options.IsPasswordBreached = (password, _) => ValueTask.FromResult(password == NewPassword));

        (await accounts.RegisterAsync("ada", "ada@example.com", NewPassword)).Should()
            .Be(new RegisterResult.PasswordRejected(PasswordFault.Breached));
        var userId = await RegisterAsync(accounts);
        (await accounts.ChangePasswordAsync(userId, Password, NewPassword)).Should()
            .Be(new ChangePasswordResult.PasswordRejected(PasswordFault.Breached));
    }

    [Test]
    public async Task Erasing_takes_the_person_and_leaves_the_books()
    {
        var accounts = NewAccounts();
        var (userId, _, _) = await EnrollAsync(accounts, "wilhelmina");
        await ChangeUserAsync(userId, user => user.Username = "wilhelmina2");
        await accounts.LogInAsync("wilhelmina2", "a mistyped password", new ClientInfo("203.0.113.44"));
        await Get<ServiceCredentials>()
            .CreateAsync(userId, new ServiceCredentialRequest { Name = "bot", Scopes = ["trade"], Lifetime = TimeSpan.FromDays(1) });
        await OpenAsync(NewNode(), userId);
        Guid tradeId;
        await using (var context = CreateContext())
        {
            var asset = TestRecords.Asset();
            context.Add(asset);
            var trade = TestRecords.Trade(userId, asset.Id);
            context.AddRange(trade, new ExchangeCredential { UserId = userId, Exchange = "binance", ApiKey = "key", ApiSecret = "secret" });
            await context.SaveChangesAsync();
            tradeId = trade.Id;
        }

        (await accounts.EraseAsync(userId)).Should().BeTrue();
        (await accounts.EraseAsync(userId)).Should().BeFalse();
        (await accounts.EraseAsync(Guid.Empty)).Should().BeFalse();
        (await accounts.EnableAsync(userId)).Should().BeFalse("who was erased does not come back");

        await using var after = CreateContext();
        var erased = await after.Users.Include(user => user.ApiKeys).SingleAsync(user => user.Id == userId);
        erased.Should().BeEquivalentTo(new
        {
            Username = $"erased-{userId:N}",
            Email = $"erased-{userId:N}@invalid",
            PasswordHash = (string?)null,
            TotpSecret = (object?)null,
            IsActive = false,
            TwoFactorEnabled = false,
        });
        erased.ApiKeys.Should().BeEmpty();
        (await after.Trades.SingleAsync(trade => trade.Id == tradeId)).UserId.Should().Be(userId);
        (await after.UserSessions.AnyAsync(session => session.UserId == userId)).Should().BeFalse();
        (await after.ServiceCredentials.AnyAsync(credential => credential.UserId == userId)).Should().BeFalse();
        (await accounts.CountRecoveryCodesAsync(userId)).Should().Be(0);
        (await accounts.LogInAsync("wilhelmina2", Password)).Should().Be(new LoginResult.Failed());
        var events = await accounts.ListEventsAsync(userId);
        events.Should().OnlyContain(entry => entry.IpAddress == null);
        events[0].Kind.Should().Be(AuthenticationEventKind.UserErased);
        (await after.AuditEntries.AsNoTracking().ToListAsync())
            .Select(entry => entry.Changes.ToJsonString())
            .Should().NotContain(text => text.Contains("wilhelmina", StringComparison.Ordinal));
        (await accounts.RegisterAsync("wilhelmina2", "wilhelmina@example.com", NewPassword)).Should()
            .BeOfType<RegisterResult.Success>("name and address are free again");
    }
}
