using System.Transactions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>How a session begins: for whom, for how long, how many, and what is told of it.</summary>
public abstract class SessionOpeningSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_new_session_validates_and_tells_whose_it_is()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();

        var tokens = await OpenAsync(
            sessions,
            userId,
            new SessionRequest { Type = SessionType.Trading, Scopes = ["read", "orders:write"], AuthenticationMethods = ["hwk"] });

        foreach (var freshness in Enum.GetValues<TokenFreshness>())
        {
            var result = await sessions.ValidateTokenAsync(tokens.AccessToken.Reveal(), freshness);
            var session = result.Should().BeOfType<ValidationResult.Valid>().Which.Session;
            session.UserId.Should().Be(userId);
            session.SessionId.Should().Be(tokens.SessionId);
            session.Type.Should().Be(SessionType.Trading);
            session.Scopes.Should().Equal("read", "orders:write");
            session.AuthenticationMethods.Should().Equal("hwk");
            session.AuthenticatedAt.Should().Be(Start);
            session.TokenExpiresAt.Should().Be(Start.AddMinutes(15));
        }
    }

    [Test]
    public async Task A_remembered_session_lives_longer()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync(), new SessionRequest { Remember = true });

        var session = (await FindAsync(tokens.SessionId))!;

        session.AbsoluteExpiresAt.Should().Be(Start.AddDays(30));
        session.IdleExpiresAt.Should().Be(Start.AddDays(7));
        Time.Advance(TimeSpan.FromDays(6));
        (await RotateAsync(sessions, tokens)).RefreshToken.ExpiresAt.Should().Be(Start.AddDays(13));
    }

    [Test]
    public async Task The_list_shows_live_sessions_with_their_client()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var revoked = await OpenAsync(sessions, userId);
        await sessions.RevokeSessionAsync(revoked.SessionId);
        var old = await OpenAsync(sessions, userId, new SessionRequest { Type = SessionType.Mobile, Remember = true });
        Time.Advance(TimeSpan.FromHours(1));
        var fresh = (await sessions.CreateSessionAsync(userId, new ClientInfo("::ffff:198.51.100.4", "Other/2.0"))).Should()
            .BeOfType<CreateSessionResult.Created>().Which.Tokens;

        var list = await sessions.ListSessionsAsync(userId);

        list.Select(session => session.Id).Should().Equal(fresh.SessionId, old.SessionId);
        list[0].IpAddress.Should().Be("198.51.100.4");
        list[0].UserAgent.Should().Be("Other/2.0");
        list[1].IpAddress.Should().Be("203.0.113.7");
        list[1].Type.Should().Be(SessionType.Mobile);
        list[1].IsRemembered.Should().BeTrue();
        list[1].CreatedAt.Should().Be(Start);
        list[1].ToString().Should().NotContain("203.0.113.7");
        (await sessions.ListSessionsAsync(await AddUserAsync())).Should().BeEmpty();
    }

    [Test]
    public async Task Beyond_the_cap_the_session_used_longest_ago_gives_way()
    {
        var sessions = NewNode(options => options.MaxSessionsPerUser = 2);
        var userId = await AddUserAsync();
        var first = await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromMinutes(2));
        var second = await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromMinutes(2));
        (await RejectionAsync(sessions, first)).Should().BeNull("using the first makes the second the one used longest ago");

        var third = await OpenAsync(sessions, userId);

        (await RejectionAsync(sessions, second)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(sessions, first)).Should().BeNull();
        (await RejectionAsync(sessions, third)).Should().BeNull();
        (await FindAsync(second.SessionId))!.RevokeReason.Should().Be(SessionRevocation.Evicted);
    }

    [Test]
    public async Task Beyond_the_cap_a_session_may_be_refused_instead()
    {
        var sessions = NewNode(options => (options.MaxSessionsPerUser, options.CapBehavior) = (1, SessionCapBehavior.Refuse));
        var userId = await AddUserAsync();
        var only = await OpenAsync(sessions, userId);

        (await sessions.CreateSessionAsync(userId)).Should().BeOfType<CreateSessionResult.TooManySessions>();

        (await RejectionAsync(sessions, only)).Should().BeNull();
        await sessions.RevokeSessionAsync(only.SessionId);
        (await sessions.CreateSessionAsync(userId)).Should().BeOfType<CreateSessionResult.Created>();
    }

    [Test]
    public async Task Expired_sessions_do_not_count_towards_the_cap()
    {
        var sessions = NewNode(options => (options.MaxSessionsPerUser, options.CapBehavior) = (1, SessionCapBehavior.Refuse));
        var userId = await AddUserAsync();
        await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromHours(2));

        (await sessions.CreateSessionAsync(userId)).Should().BeOfType<CreateSessionResult.Created>();
    }

    [Test]
    public async Task The_cap_is_exact_when_two_processes_open_fifty_sessions_at_once()
    {
        var userId = await AddUserAsync();
        await OpenAsync(NewNode(), userId);

        var results = await RaceAsync<OpenSessions>([userId.ToString(), "25"], [userId.ToString(), "25"]);

        results.Should().AllSatisfy(lines => lines.Should().HaveCount(25).And.OnlyContain(line => line == "Created"));
        (await CountLiveAsync(userId)).Should().Be(5);
        (await NewNode().ListSessionsAsync(userId)).Should().HaveCount(5);
    }

    [Test]
    public async Task A_session_needs_an_active_user()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        await ChangeUserAsync(userId, user => user.IsActive = false);

        (await sessions.CreateSessionAsync(userId)).Should().BeOfType<CreateSessionResult.UserDisabled>();
        (await sessions.CreateSessionAsync(Guid.Empty)).Should().BeOfType<CreateSessionResult.UnknownUser>();
        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.UserDisabled);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.UserDisabled));
    }

    [Test]
    public async Task What_a_client_says_of_itself_is_made_fit_to_store()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();

        foreach (var (address, agent, storedAddress, storedAgent) in new (string?, string?, string?, string?)[]
        {
            (null, null, null, null),
            ("", "", null, null),
            ("not an address", "a\r\nSet-Cookie: b", null, "a  Set-Cookie: b"),
            ("203.0.113.7; DROP TABLE users", "\0\u0001\u001b[31m", null, "[31m"),
            ("2001:DB8::1", new string('x', 65_536), "2001:db8::1", new string('x', 512)),
            ("1", "x" + string.Concat(Enumerable.Repeat("\U0001F511", 300)), null,
                "x" + string.Concat(Enumerable.Repeat("\U0001F511", 255))),
            ("::ffff:203.0.113.7", "lone \uD83D", "203.0.113.7", "lone \uFFFD"),
            (new string('1', 300_000), "ok", null, "ok"),
        })
        {
            await sessions.RevokeAllSessionsAsync(userId);
            (await sessions.CreateSessionAsync(userId, new ClientInfo(address, agent))).Should().BeOfType<CreateSessionResult.Created>();

            var session = (await sessions.ListSessionsAsync(userId)).Single();
            session.IpAddress.Should().Be(storedAddress);
            session.UserAgent.Should().Be(storedAgent);
        }
    }

    [Test]
    public async Task Scopes_that_could_be_read_as_others_are_refused()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();

        foreach (var scopes in new[] { ["read write"], [""], ["a\"b"], ["a\\b"], ["\u00E9"], ["a\n"], new[] { new string('s', 1001) } })
        {
            await sessions.Awaiting(s => s.CreateSessionAsync(userId, request: new SessionRequest { Scopes = scopes }))
                .Should().ThrowAsync<ArgumentException>();
        }
    }

    [Test]
    public async Task Sessions_are_not_managed_within_a_callers_transaction()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        var refusal = await sessions.Awaiting(s => s.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .ThrowAsync<TradingDataException>();

        refusal.Which.Code.Should().Be("sessions.ambient_transaction");
    }

    [Test]
    public void Options_out_of_range_are_reported_together()
    {
        var create = () => NewNode(options => (options.MaxSessionsPerUser, options.ClockSkew) = (0, TimeSpan.FromDays(1)));

        create.Should().Throw<OptionsOutOfRangeException>().Which.Message.Should().Contain("MaxSessionsPerUser").And.Contain("ClockSkew");
    }

    [Test]
    public async Task Tokens_do_not_print_themselves()
    {
        var tokens = await OpenAsync(NewNode(), await AddUserAsync());
        var result = new RefreshResult.Rotated(tokens);

        $"{tokens} {tokens.AccessToken} {tokens.RefreshToken} {result} {System.Text.Json.JsonSerializer.Serialize(tokens)}"
            .Should().NotContain(tokens.AccessToken.Reveal()).And.NotContain(tokens.RefreshToken.Reveal());
    }
}
