using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>The record of what happened to accounts and sessions.</summary>
public abstract class AuthenticationEventSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_life_is_recorded_in_order()
    {
        var sessions = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        await accounts.LogInAsync("ada", "wrong", new ClientInfo("203.0.113.9"));
        var tokens = ((LoginResult.Success)await accounts.LogInAsync("ada", Password, new ClientInfo("203.0.113.7"))).Tokens;
        await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal());
        await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal());
        tokens = await OpenAsync(sessions, userId);
        await accounts.LogOutAsync(tokens.SessionId);
        var authenticator = await BeginEnrollmentAsync(accounts, userId);
        await accounts.ConfirmTwoFactorAsync(userId, CodeOf(authenticator));
        Time.Advance(TimeSpan.FromSeconds(30));
        await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), "000000");
        await accounts.ReplaceRecoveryCodesAsync(userId, CodeOf(authenticator));
        Time.Advance(TimeSpan.FromSeconds(30));
        await accounts.DisableTwoFactorAsync(userId, CodeOf(authenticator));
        await accounts.ChangePasswordAsync(userId, "wrong", "velvet orchard 31 comet");
        await accounts.ChangePasswordAsync(userId, Password, "velvet orchard 31 comet");
        await accounts.DisableAsync(userId);
        await accounts.LogInAsync("ada", "velvet orchard 31 comet");
        await accounts.EnableAsync(userId);

        (await EventsAsync(userId)).Should().Equal(
            (AuthenticationEventKind.UserRegistered, null),
            (AuthenticationEventKind.LoginFailed, "wrong_password"),
            (AuthenticationEventKind.LoggedIn, "pwd new_device"),
            (AuthenticationEventKind.SessionRefreshed, null),
            (AuthenticationEventKind.RefreshTokenReused, "previous"),
            (AuthenticationEventKind.LoggedIn, null),
            (AuthenticationEventKind.SessionRevoked, "logged_out"),
            (AuthenticationEventKind.TwoFactorEnabled, null),
            (AuthenticationEventKind.LoginFailed, "wrong_code"),
            (AuthenticationEventKind.RecoveryCodesReplaced, null),
            (AuthenticationEventKind.TwoFactorDisabled, null),
            (AuthenticationEventKind.LoginFailed, "wrong_current_password"),
            (AuthenticationEventKind.PasswordChanged, null),
            (AuthenticationEventKind.UserDisabled, null),
            (AuthenticationEventKind.LoginFailed, "user_disabled"),
            (AuthenticationEventKind.UserEnabled, null));
        await accounts.LogInAsync("nobody", "wrong");
        (await EventsAsync(null)).Should().Equal((AuthenticationEventKind.LoginFailed, "unknown_user"));

        var latest = await accounts.ListEventsAsync(userId, 2);
        latest.Select(entry => entry.Kind).Should().Equal(AuthenticationEventKind.UserEnabled, AuthenticationEventKind.LoginFailed);
        (await accounts.ListEventsAsync(userId)).Single(entry => entry.Detail == "pwd new_device").IpAddress.Should().Be("203.0.113.7");
        latest[0].ToString().Should().Be($"UserEnabled of user {userId}, session none");
        await accounts.Awaiting(a => a.ListEventsAsync(userId, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task Evictions_and_revocations_of_all_are_recorded_for_each_session()
    {
        var sessions = NewNode(options => options.MaxSessionsPerUser = 2);
        var userId = await AddUserAsync();
        var opened = new List<SessionTokens>();
        for (var i = 0; i < 3; i++)
        {
            opened.Add(await OpenAsync(sessions, userId));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await sessions.RevokeAllSessionsAsync(userId, opened[2].SessionId);

        await using var context = CreateContext();
        var revoked = await context.AuthenticationEvents.Where(entry => entry.Kind == AuthenticationEventKind.SessionRevoked)
            .OrderBy(entry => entry.Id).ToListAsync();
        revoked.Select(entry => (entry.SessionId, entry.Detail)).Should()
            .Equal((opened[0].SessionId, "evicted"), (opened[1].SessionId, "revoked_by_user"));
    }

    [Test]
    public async Task What_fails_to_commit_is_not_recorded()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await sessions.Awaiting(s => s.CreateSessionAsync(userId, cancellationToken: cancelled.Token)).Should()
            .ThrowAsync<OperationCanceledException>();

        (await EventsAsync(userId)).Should().BeEmpty();
        (await CountLiveAsync(userId)).Should().Be(0);
    }

    [Test]
    public async Task The_record_is_append_only()
    {
        var userId = await RegisterAsync(NewAccounts());
        await using var context = CreateContext();
        var entry = await context.AuthenticationEvents.SingleAsync(entry => entry.UserId == userId);

        context.Remove(entry);
        (await context.Awaiting(c => c.SaveChangesAsync()).Should().ThrowAsync<AppendOnlyRecordException>()).Which.Code.Should()
            .Be("persistence.append_only");
        context.ChangeTracker.Clear();
        context.Attach(entry).Property(e => e.Detail).CurrentValue = "rewritten";
        await context.Awaiting(c => c.SaveChangesAsync()).Should().ThrowAsync<AppendOnlyRecordException>();
        context.ChangeTracker.Clear();
        context.Remove(await context.AuditEntries.FirstAsync());
        await context.Awaiting(c => c.SaveChangesAsync()).Should().ThrowAsync<AppendOnlyRecordException>("so is the audit trail");

        (await EventsAsync(userId)).Should().Equal((AuthenticationEventKind.UserRegistered, null));
    }

    [Test]
    public async Task Entries_are_kept_for_their_time()
    {
        var sessions = NewNode(options => options.EventRetention = TimeSpan.FromDays(30));
        var userId = await RegisterAsync(NewAccounts(sessions));
        Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        (await sessions.CleanupExpiredSessionsAsync()).Events.Should().Be(0);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        (await sessions.CleanupExpiredSessionsAsync()).Events.Should().Be(1);

        (await EventsAsync(userId)).Should().BeEmpty();
    }

    [Test]
    public async Task The_list_leaves_out_refreshes_which_the_record_keeps()
    {
        var sessions = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);
        for (var i = 0; i < 3; i++)
            tokens = await RotateAsync(sessions, tokens);

        (await accounts.ListEventsAsync(userId))
            .Select(entry => entry.Kind)
            .Should().Equal(AuthenticationEventKind.LoggedIn, AuthenticationEventKind.UserRegistered);
        (await EventsAsync(userId)).Where(entry => entry.Kind == AuthenticationEventKind.SessionRefreshed).Should().HaveCount(3);
    }

    [Test]
    public async Task Entries_past_their_time_go_in_batches()
    {
        var sessions = NewNode(options => (options.EventRetention, options.CleanupBatchSize) = (TimeSpan.FromDays(30), 2));
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        for (var i = 0; i < 4; i++)
        {
            await accounts.LogInAsync("ada", "wrong", new ClientInfo($"203.0.113.{i}"));
            Time.Advance(TimeSpan.FromHours(1));
        }

        Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(1));
        (await sessions.CleanupExpiredSessionsAsync()).Events.Should().Be(5);
        (await EventsAsync(userId)).Should().BeEmpty();
    }
}
