using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>How a session ends: idle, revoked, by a new security version; and what becomes of it then.</summary>
public abstract class SessionEndingSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
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
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionExpired));
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
        (await there.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
    }

    [Test]
    public async Task All_sessions_of_a_user_can_be_revoked_but_one()
    {
        var sessions = NewNode();
        var (userId, otherId) = (await AddUserAsync(), await AddUserAsync());
        var (kept, first, second, other) =
            (await OpenAsync(sessions, userId), await OpenAsync(sessions, userId), await OpenAsync(sessions, userId),
                await OpenAsync(sessions, otherId));

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
    public async Task A_new_security_version_ends_older_sessions()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId);

        await ChangeUserAsync(userId, user => user.SecurityVersion++);

        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().Be(TokenRejection.SecurityChanged);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SecurityChanged));
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
        (await sessions.RefreshTokenAsync(ended[0].RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.UnknownSession));
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
}
