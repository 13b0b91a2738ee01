using System.Transactions;

using FluentAssertions;
using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>The life of a session, but for its refreshes.</summary>
public abstract class SessionSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_new_session_validates_and_tells_whose_it_is()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();

        var tokens = await OpenAsync(
            sessions, userId, new SessionRequest { Type = SessionType.Trading, Scopes = ["read", "orders:write"], AuthenticationMethods = ["hwk"] });

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
    public async Task An_access_token_lives_for_its_own_time_and_no_longer_than_its_session()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(29.999));
        (await RejectionAsync(sessions, tokens)).Should().BeNull("clocks may differ by 30 seconds");
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.Expired);

        var brief = await OpenAsync(NewNode(options => (options.AbsoluteLifetime, options.IdleTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5))), userId);
        brief.AccessToken.ExpiresAt.Should().BeCloseTo(Time.GetUtcNow().AddMinutes(5), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task A_session_ends_when_it_is_idle_too_long()
    {
        var sessions = NewNode(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        tokens.RefreshToken.ExpiresAt.Should().Be(Start.AddMinutes(5));

        Time.Advance(TimeSpan.FromMinutes(4));
        (await RejectionAsync(sessions, tokens)).Should().BeNull();
        Time.Advance(TimeSpan.FromMinutes(4));
        (await RejectionAsync(sessions, tokens)).Should().BeNull("validation extended it");
        Time.Advance(TimeSpan.FromMinutes(5));
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionExpired);
        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SessionExpired);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.SessionExpired));
    }

    [Test]
    public async Task Use_is_written_down_at_most_once_a_minute()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());

        foreach (var (seconds, seen) in new[] { (30, 0), (59, 0), (60, 60), (90, 60), (119, 60), (120, 120) })
        {
            Time.SetUtcNow(Start.AddSeconds(seconds));
            (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().BeNull();
            (await FindAsync(tokens.SessionId))!.LastSeenAt.Should().Be(Start.AddSeconds(seen), "of second {0}", seconds);
        }

        (await FindAsync(tokens.SessionId))!.IdleExpiresAt.Should().Be(Start.AddSeconds(120).AddHours(2));
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
    public async Task A_revocation_counts_at_once_here_and_within_the_delay_elsewhere()
    {
        var (here, there) = (NewNode(), NewNode());
        var tokens = await OpenAsync(here, await AddUserAsync());
        (await RejectionAsync(here, tokens)).Should().BeNull();
        (await RejectionAsync(there, tokens)).Should().BeNull();

        (await here.RevokeSessionAsync(tokens.SessionId)).Should().BeTrue();
        (await here.RevokeSessionAsync(tokens.SessionId)).Should().BeFalse("it was revoked already");

        (await RejectionAsync(here, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(here, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(there, tokens)).Should().BeNull("it looked less than ten seconds ago");
        Time.Advance(TimeSpan.FromSeconds(9.999));
        (await RejectionAsync(there, tokens)).Should().BeNull();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await RejectionAsync(there, tokens)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(there, tokens, TokenFreshness.Stateless)).Should().BeNull("only the token is looked at");
        (await there.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
    }

    [Test]
    public async Task Strict_validation_sees_a_revocation_elsewhere_at_once()
    {
        var (here, there) = (NewNode(), NewNode());
        var tokens = await OpenAsync(here, await AddUserAsync());
        (await RejectionAsync(there, tokens, TokenFreshness.Strict)).Should().BeNull();

        await here.RevokeSessionAsync(tokens.SessionId);

        (await RejectionAsync(there, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(there, tokens)).Should().Be(TokenRejection.SessionRevoked, "what strict validation saw is remembered");
    }

    [Test]
    public async Task All_sessions_of_a_user_can_be_revoked_but_one()
    {
        var sessions = NewNode();
        var (userId, otherId) = (await AddUserAsync(), await AddUserAsync());
        var (kept, first, second, other) =
            (await OpenAsync(sessions, userId), await OpenAsync(sessions, userId), await OpenAsync(sessions, userId), await OpenAsync(sessions, otherId));

        (await sessions.RevokeAllSessionsAsync(userId, kept.SessionId)).Should().Be(2);

        (await RejectionAsync(sessions, first)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(sessions, second)).Should().Be(TokenRejection.SessionRevoked);
        (await RejectionAsync(sessions, kept)).Should().BeNull();
        (await RejectionAsync(sessions, other)).Should().BeNull();
        (await sessions.RevokeAllSessionsAsync(userId)).Should().Be(1);
        (await RejectionAsync(sessions, kept)).Should().Be(TokenRejection.SessionRevoked);
        (await FindAsync(first.SessionId))!.RevokeReason.Should().Be(SessionRevocation.RevokedByUser);
    }

    [Test]
    public async Task A_session_of_somebody_else_is_left_alone()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        (await sessions.RevokeSessionAsync(tokens.SessionId, ownerId: Guid.Empty)).Should().BeFalse();
        (await RejectionAsync(sessions, tokens)).Should().BeNull();
        (await sessions.RevokeSessionAsync(tokens.SessionId, ownerId: userId)).Should().BeTrue();
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionRevoked);
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
        var fresh = (await sessions.CreateSessionAsync(userId, new ClientInfo("::ffff:198.51.100.4", "Other/2.0"))).Should().BeOfType<CreateSessionResult.Created>().Which.Tokens;

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
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.UserDisabled));
    }

    [Test]
    public async Task A_new_security_version_ends_older_sessions()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        await ChangeUserAsync(userId, user => user.SecurityVersion++);

        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SecurityChanged);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.SecurityChanged));
        (await RejectionAsync(sessions, await OpenAsync(sessions, userId), TokenFreshness.Strict)).Should().BeNull();
    }

    [Test]
    public async Task Clean_up_deletes_what_has_ended_and_nothing_else()
    {
        var sessions = NewNode(options => (options.CleanupBatchSize, options.MaxSessionsPerUser) = (3, 100));
        var userId = await AddUserAsync();
        var ended = new List<SessionTokens>();
        for (var i = 0; i < 7; i++)
            ended.Add(await OpenAsync(sessions, userId));
        var remembered = await OpenAsync(sessions, userId, new SessionRequest { Remember = true });
        Time.Advance(TimeSpan.FromHours(1));
        var revoked = await OpenAsync(sessions, userId);
        var live = await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        (await sessions.CleanupExpiredSessionsAsync()).Sessions.Should().Be(0, "none has ended yet");
        await sessions.RevokeSessionAsync(revoked.SessionId);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        var report = await sessions.CleanupExpiredSessionsAsync();

        report.Sessions.Should().Be(8);
        (await FindAsync(ended[0].SessionId)).Should().BeNull();
        (await FindAsync(revoked.SessionId)).Should().BeNull();
        (await FindAsync(remembered.SessionId)).Should().NotBeNull();
        (await FindAsync(live.SessionId)).Should().NotBeNull();
        (await sessions.RefreshTokenAsync(ended[0].RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.UnknownSession));
        (await RejectionAsync(sessions, live, TokenFreshness.Strict)).Should().Be(TokenRejection.Expired);
        await RotateAsync(sessions, live);
    }

    [Test]
    public async Task Ended_sessions_are_kept_as_long_as_asked()
    {
        var sessions = NewNode(options => options.EndedSessionRetention = TimeSpan.FromDays(1));
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        await sessions.RevokeSessionAsync(tokens.SessionId);

        Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        (await sessions.CleanupExpiredSessionsAsync()).Sessions.Should().Be(0);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await sessions.CleanupExpiredSessionsAsync()).Sessions.Should().Be(1);
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
            ("1", "x" + string.Concat(Enumerable.Repeat("\U0001F511", 300)), null, "x" + string.Concat(Enumerable.Repeat("\U0001F511", 255))),
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
    public async Task One_token_is_not_taken_for_the_other()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());

        (await sessions.ValidateTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new ValidationResult.Rejected(TokenRejection.Malformed));
        (await sessions.RefreshTokenAsync(tokens.AccessToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
    }

    [Test]
    public async Task What_is_not_a_token_is_rejected()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var token = tokens.AccessToken.Reveal();

        foreach (var text in new[] { null, "", " ", "a.b.c", token + "=", " " + token, "Bearer " + token, token + ".", token[..^1], new string('a', 300_000), "\u00E9" + token })
        {
            (await sessions.ValidateTokenAsync(text)).Should().BeOfType<ValidationResult.Rejected>();
            (await sessions.RefreshTokenAsync(text)).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        }
    }

    [Test]
    public async Task Sessions_are_not_managed_within_a_callers_transaction()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        var refusal = await sessions.Awaiting(s => s.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().ThrowAsync<TradingDataException>();

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
