using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>What several processes do to the same sessions at once.</summary>
public abstract class SessionRaceSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_revocation_among_refreshes_of_other_processes_leaves_no_live_session()
    {
        var sessions = NewNode(options => options.MaxSessionsPerUser = 100);
        var userId = await AddUserAsync();
        var opened = new List<SessionTokens>();
        var each = Rounds.Of(standard: 4, full: 10, part: 4);
        for (var i = 0; i < 2 * each; i++)
            opened.Add(await OpenAsync(sessions, userId));

        var results = await RaceAsync<SessionWork>(
            [Now, "rotate", .. opened.Take(each).Select(tokens => tokens.RefreshToken.Reveal())],
            [Now, "rotate", .. opened.Skip(each).Select(tokens => tokens.RefreshToken.Reveal())],
            [Now, "revoke", .. opened.Select(tokens => tokens.SessionId.ToString())]);

        results[2].Should().HaveCount(2 * each).And.OnlyContain(line => line == "True");
        var ends = results[0].Concat(results[1]).Select(line => line.Split(' ')).ToList();
        ends.Should().HaveCount(2 * each);
        ends.Should().OnlyContain(
            end => end[0] == nameof(RefreshRejection.SessionRevoked), "every chain of refreshes ends with the revocation");
        ends.Sum(end => int.Parse(end[1])).Should().BeGreaterThan(0, "there was a race");
        (await CountLiveAsync(userId)).Should().Be(0);
        foreach (var end in ends)
            (await sessions.RefreshTokenAsync(end[2])).Should().Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        foreach (var tokens in opened)
            (await RejectionAsync(NewNode(), tokens)).Should().Be(TokenRejection.SessionRevoked);
    }

    [Test]
    public async Task A_password_change_among_refreshes_of_another_process_leaves_no_live_session()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        var (current, next) = (Password, "velvet orchard 31 comet");
        Ledger.Add("password", next);
        var rounds = Rounds.Of(standard: 2, full: 6, part: 5);
        var live = Rounds.Of(standard: 2, full: 4, part: 5);
        for (var round = 0; round < rounds; round++)
        {
            var opened = new List<SessionTokens>();
            for (var i = 0; i < live; i++)
                opened.Add(await OpenAsync(sessions, userId));

            var results = await RaceAsync<SessionWork>(
                [Now, "rotate", .. opened.Select(tokens => tokens.RefreshToken.Reveal())],
                [Now, "change-password", userId.ToString(), current, next]);

            results[1].Should().Equal(nameof(ChangePasswordResult.Success));
            (await CountLiveAsync(userId)).Should().Be(0);
            foreach (var end in results[0].Select(line => line.Split(' ')))
            {
                end[0].Should().BeOneOf(nameof(RefreshRejection.SessionRevoked), nameof(RefreshRejection.SecurityChanged));
                (await sessions.RefreshTokenAsync(end[2])).Should().BeOfType<RefreshResult.Invalid>();
            }

            (current, next) = (next, current);
        }
    }

    [Test]
    public async Task A_clean_up_among_refreshes_of_another_process_takes_no_session_that_was_saved()
    {
        const int all = 30;
        var sessions = NewNode(options => options.MaxSessionsPerUser = 100);
        var userId = await AddUserAsync();
        var opened = new List<SessionTokens>();
        for (var i = 0; i < all; i++)
            opened.Add(await OpenAsync(sessions, userId));
        var brink = Start.AddHours(2);

        // By the clock of one, the sessions are about to end; by the clock of the other, they just have. The clean-up begins when one was
        // saved, and the last ten are refreshed when one was taken: some are saved and some are taken, however the rest of the race goes.
        var results = await RaceAsync<SessionWork>(
            [(brink.ToUnixTimeMilliseconds() - 1).ToString(), "refresh", "10", .. opened.Select(tokens => tokens.RefreshToken.Reveal())],
            [brink.ToUnixTimeMilliseconds().ToString(), "clean-up", "once-rotated"]);

        var ends = results[0].Select(line => line.Split(' ')).ToList();
        var deleted = int.Parse(results[1].Single());
        await using var context = CreateContext();
        var kept = await context.UserSessions.CountAsync();
        (kept + deleted).Should().Be(all);
        kept.Should().BePositive("the clean-up began when one was saved");
        deleted.Should().BePositive("the last were refreshed when one was taken");
        var saved = ends.Where(end => end[0] == nameof(RefreshResult.Rotated)).ToList();
        saved.Should().HaveCount(kept, "whoever got a new token has a session, and nobody else");
        saved.Should().OnlyContain(end => end[1] == "20", "no session that was saved is taken later");
        var lost = ends.Except(saved).ToList();
        lost.Should().HaveCount(deleted);
        lost.Should().OnlyContain(
            end => end[0] == nameof(RefreshRejection.UnknownSession) && end[1] == "0", "the others lost before their first refresh");
        Time.SetUtcNow(brink);
        foreach (var end in saved)
        {
            (await NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero).RefreshTokenAsync(end[2])).Should()
                .BeOfType<RefreshResult.Rotated>();
        }
    }

    [Test]
    public async Task Two_processes_that_clean_up_at_once_share_the_work()
    {
        var sessions = NewNode(options => options.MaxSessionsPerUser = 1000);
        var userId = await AddUserAsync();
        for (var i = 0; i < 120; i++)
            await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromHours(3));
        var living = await OpenAsync(sessions, userId);

        var results = await RaceAsync<SessionWork>([Now, "clean-up"], [Now, "clean-up"]);

        results.Sum(lines => int.Parse(lines.Single())).Should().Be(120);
        await using var context = CreateContext();
        (await context.UserSessions.Select(session => session.Id).ToListAsync()).Should().Equal(living.SessionId);
    }

    [Test]
    public async Task The_cap_is_exact_when_two_processes_log_in_many_times_at_once()
    {
        var times = Rounds.Of(standard: 8, full: 25, part: 3);
        var userId = await RegisterAsync(NewAccounts());

        var results = await RaceAsync<SessionWork>(
            [Now, "log-in", "ada", Password, $"{times}"], [Now, "log-in", "ada", Password, $"{times}"]);

        results.SelectMany(lines => lines).Should().HaveCount(2 * times).And.OnlyContain(line => line == nameof(LoginResult.Success));
        (await CountLiveAsync(userId)).Should().Be(5);
        (await EventsAsync(userId))
            .Count(entry => entry is (AuthenticationEventKind.SessionRevoked, "evicted"))
            .Should().Be((2 * times) - 5);
    }

    [Test]
    public async Task Parallel_log_ins_that_replace_a_hash_agree_on_one()
    {
        var userId = await RegisterAsync(NewAccounts());
        var dearer = Enumerable.Range(0, 3)
            .Select(_ => NewAccounts(configure: options => (options.Argon2Iterations, options.FreeFailures) = (3, 100))).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => dearer[i % 3].LogInAsync("ada", Password))));

        results.Should().AllBeOfType<LoginResult.Success>();
        await using var context = CreateContext();
        (await context.Users.Where(user => user.Id == userId).Select(user => user.PasswordHash).SingleAsync()).Should()
            .StartWith("$argon2id$v=19$m=19456,t=3,p=1$");
        (await dearer[0].LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
    }

    private string Now => Time.GetUtcNow().ToUnixTimeMilliseconds().ToString();
}
