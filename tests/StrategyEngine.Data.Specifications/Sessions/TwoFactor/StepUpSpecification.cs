// The names of tables come from the test database.
#pragma warning disable EF1002

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>A second factor within a session, and what it opens.</summary>
public abstract class StepUpSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string ApiSecret = "exchange-secret-8f3a77c1";

    [Test]
    public async Task Stepping_up_replaces_the_session_and_extends_nothing()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var former = await OpenAsync(
            sessions,
            userId,
            new SessionRequest { Type = SessionType.Mobile, Remember = true, Scopes = ["trade"], AuthenticationMethods = ["pwd"] });
        Time.Advance(TimeSpan.FromMinutes(10));

        var tokens = (await accounts.StepUpAsync(former.AccessToken.Reveal(), CodeOf(authenticator))).Should()
            .BeOfType<StepUpResult.Success>().Which.Tokens;

        tokens.SessionId.Should().NotBe(former.SessionId);
        (await RejectionAsync(sessions, former)).Should().Be(TokenRejection.SessionRevoked);
        (await sessions.RefreshTokenAsync(former.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        var (before, after) = ((await FindAsync(former.SessionId))!, (await FindAsync(tokens.SessionId))!);
        before.RevokeReason.Should().Be(SessionRevocation.SteppedUp);
        after.Should().BeEquivalentTo(new
        {
            before.AbsoluteExpiresAt,
            before.SessionType,
            before.IsRemembered,
            before.Scopes,
            before.IpAddress,
            before.UserAgent,
            AuthenticationMethods = "pwd otp mfa",
            SecondFactorAt = Time.GetUtcNow(),
        });
        (await RejectionAsync(sessions, await RotateAsync(sessions, tokens))).Should().BeNull();
        (await CountLiveAsync(userId)).Should().Be(1);
    }

    [Test]
    public async Task A_code_or_session_that_is_not_good_steps_nothing_up()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);

        (await accounts.StepUpAsync(tokens.AccessToken.Reveal(), "000000")).Should().BeOfType<StepUpResult.Rejected>();
        (await accounts.StepUpAsync("not a token", CodeOf(authenticator))).Should()
            .Be(new StepUpResult.InvalidSession(TokenRejection.Malformed));
        (await RejectionAsync(sessions, tokens, TokenFreshness.Strict)).Should().BeNull("the session goes on");
        await NewNode().RevokeSessionAsync(tokens.SessionId);
        (await accounts.StepUpAsync(tokens.AccessToken.Reveal(), CodeOf(authenticator))).Should()
            .Be(new StepUpResult.InvalidSession(TokenRejection.SessionRevoked));
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator))).Should()
            .BeOfType<LoginResult.Success>("the code was not spent");

        var other = await OpenAsync(sessions, await RegisterAsync(accounts, "bob"));
        (await accounts.StepUpAsync(other.AccessToken.Reveal(), "000000")).Should().BeOfType<StepUpResult.NotEnrolled>();
        (await EventsAsync(userId)).Select(entry => entry.Kind).Should().Contain(AuthenticationEventKind.SecondFactorFailed);
    }

    [Test]
    public async Task Guesses_at_stepping_up_are_slowed()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var tokens = await OpenAsync(sessions, userId);
        for (var i = 0; i < 5; i++)
            (await accounts.StepUpAsync(tokens.AccessToken.Reveal(), "00000" + i)).Should().BeOfType<StepUpResult.Rejected>();

        (await accounts.StepUpAsync(tokens.AccessToken.Reveal(), CodeOf(authenticator))).Should()
            .Be(new StepUpResult.Throttled(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_secret_is_revealed_to_its_user_within_minutes_of_a_second_factor_and_recorded()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var credential = await AddCredentialAsync(userId);
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator));
        var client = new ClientInfo("203.0.113.9");

        var granted = await accounts.RevealCredentialAsync(login.Tokens.AccessToken.Reveal(), credential, client);
        granted.Should().BeOfType<RevealCredentialResult.Granted>().Which.Credential.ApiSecret!.Reveal().Should().Be(ApiSecret);

        Time.Advance(TimeSpan.FromMinutes(5));
        (await accounts.RevealCredentialAsync(login.Tokens.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.StepUpRequired>();
        var steppedUp = ((StepUpResult.Success)await accounts.StepUpAsync(login.Tokens.AccessToken.Reveal(), CodeOf(authenticator))).Tokens;
        (await accounts.RevealCredentialAsync(steppedUp.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.Granted>();

        $"{granted}".Should().NotContain(ApiSecret);
        var reveals = (await accounts.ListEventsAsync(userId)).Where(entry => entry.SubjectId == credential).Reverse().ToList();
        reveals.Select(entry => (entry.Kind, entry.Detail)).Should().Equal(
            (AuthenticationEventKind.CredentialRevealed, null),
            (AuthenticationEventKind.RevealRefused, "step_up_required"),
            (AuthenticationEventKind.CredentialRevealed, null));
        reveals[0].Should().BeEquivalentTo(new { login.Tokens.SessionId, IpAddress = "203.0.113.9" });
    }

    [Test]
    public async Task Nobody_else_is_given_a_secret()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (ada, _, _) = await EnrollAsync(accounts);
        var (_, eves, _) = await EnrollAsync(accounts, "eve");
        var credential = await AddCredentialAsync(ada);
        var eve = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts, "eve"), CodeOf(eves));

        (await accounts.RevealCredentialAsync(eve.Tokens.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.NotFound>("it is not hers");
        (await accounts.RevealCredentialAsync(eve.Tokens.AccessToken.Reveal(), Guid.Empty)).Should()
            .BeOfType<RevealCredentialResult.NotFound>();
        var passwordOnly = await OpenAsync(sessions, ada, new SessionRequest { AuthenticationMethods = ["pwd"] });
        (await accounts.RevealCredentialAsync(passwordOnly.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.StepUpRequired>();
        var single = await OpenAsync(sessions, await RegisterAsync(accounts, "bob"));
        (await accounts.RevealCredentialAsync(single.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.TwoFactorNotEnrolled>();
        (await accounts.RevealCredentialAsync(passwordOnly.RefreshToken.Reveal(), credential)).Should()
            .Be(new RevealCredentialResult.InvalidSession(TokenRejection.Malformed));
    }

    [Test]
    public async Task A_session_that_was_revoked_elsewhere_is_given_no_secret_however_young_the_cache()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var credential = await AddCredentialAsync(userId);
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator));
        (await RejectionAsync(sessions, login.Tokens)).Should().BeNull();
        await NewNode().RevokeSessionAsync(login.Tokens.SessionId);

        (await accounts.RevealCredentialAsync(login.Tokens.AccessToken.Reveal(), credential)).Should()
            .Be(new RevealCredentialResult.InvalidSession(TokenRejection.SessionRevoked));
    }

    [Test]
    public async Task What_cannot_be_recorded_is_not_revealed()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var credential = await AddCredentialAsync(userId);
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator));
        await using (var context = CreateContext())
        {
            await TestDatabase.ExecuteAsOwnerAsync(
                context, $"ALTER TABLE {TestDatabase.Table("authentication_events")} RENAME TO authentication_events_elsewhere");
        }

        await accounts.Awaiting(a => a.RevealCredentialAsync(login.Tokens.AccessToken.Reveal(), credential)).Should()
            .ThrowAsync<DbUpdateException>();
    }

    [Test]
    public async Task A_revoked_credential_is_not_revealed()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var credential = await AddCredentialAsync(userId);
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator));
        await using (var context = CreateContext())
        {
            (await context.ExchangeCredentials.SingleAsync(row => row.Id == credential)).RevokedAt = Time.GetUtcNow();
            await context.SaveChangesAsync();
        }

        (await accounts.RevealCredentialAsync(login.Tokens.AccessToken.Reveal(), credential)).Should()
            .BeOfType<RevealCredentialResult.NotFound>();
    }

    private async Task<Guid> AddCredentialAsync(Guid userId)
    {
        await using var context = CreateContext();
        var credential = new ExchangeCredential
        {
            UserId = userId,
            Exchange = "binance",
            ApiKey = "exchange-key-1c0ffee1",
            ApiSecret = ApiSecret
        };
        context.Add(credential);
        await context.SaveChangesAsync();
        return credential.Id;
    }
}
