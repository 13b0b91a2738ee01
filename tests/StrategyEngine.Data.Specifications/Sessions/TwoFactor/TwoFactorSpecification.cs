using System.Globalization;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>The second factor. The codes are made by another implementation, from the address a user scans.</summary>
public abstract class TwoFactorSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task An_enrolled_user_logs_in_with_password_and_code()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, _) = await EnrollAsync(accounts);

        var challenge = await ChallengeAsync(accounts);
        var result = await accounts.CompleteTwoFactorAsync(
            challenge, CodeOf(authenticator), request: new SessionRequest { Scopes = ["trade"] });

        var tokens = result.Should().BeOfType<LoginResult.Success>().Which.Tokens;
        var session = (await sessions.ValidateTokenAsync(tokens.AccessToken.Reveal())).Should()
            .BeOfType<ValidationResult.Valid>().Which.Session;
        session.UserId.Should().Be(userId);
        session.AuthenticationMethods.Should().Equal("pwd", "otp", "mfa");
        session.Scopes.Should().Equal("trade");
    }

    [Test]
    public async Task The_password_alone_opens_no_session()
    {
        var accounts = NewAccounts();
        var (userId, _, _) = await EnrollAsync(accounts);

        await ChallengeAsync(accounts);

        (await CountLiveAsync(userId)).Should().Be(0);
    }

    [Test]
    public async Task A_code_is_accepted_once()
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        var code = CodeOf(authenticator);
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), code)).Should().BeOfType<LoginResult.Success>();

        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), code)).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task A_code_older_than_the_last_accepted_one_is_refused()
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        var (present, next) = (CodeOf(authenticator), CodeOf(authenticator, steps: 1));
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), next)).Should().BeOfType<LoginResult.Success>();

        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), present)).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task The_code_that_confirmed_does_not_log_in()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var authenticator = await BeginEnrollmentAsync(accounts, userId);
        var code = CodeOf(authenticator);
        (await accounts.ConfirmTwoFactorAsync(userId, code)).Should().BeOfType<ConfirmTwoFactorResult.Enabled>();

        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), code)).Should().Be(new LoginResult.Failed());
    }

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public async Task A_code_may_be_a_step_early_or_late(int steps, bool accepted)
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        Time.Advance(TimeSpan.FromMinutes(5));

        var result = await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator, steps));

        (result is LoginResult.Success).Should().Be(accepted);
    }

    [Test]
    public async Task Of_parallel_submissions_of_a_code_in_two_processes_one_succeeds()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var (challenge, code) = (await ChallengeAsync(accounts), CodeOf(authenticator));

        var results = await RaceAsync<SpendCodes>([challenge, code, "8", now], [challenge, code, "8", now]);

        var lines = results.SelectMany(each => each).ToList();
        lines.Should().HaveCount(16);
        lines.Count(line => line == nameof(LoginResult.Success)).Should().Be(1);
        lines.Count(line => line == nameof(LoginResult.Failed)).Should().Be(15);
        (await CountLiveAsync(userId)).Should().Be(1);
    }

    [Test]
    public async Task Wrong_codes_are_slowed_apart_from_wrong_passwords()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var challenge = await ChallengeAsync(accounts);
        var wrong = CodeOf(authenticator, steps: 7);
        for (var i = 0; i < 5; i++)
            (await accounts.CompleteTwoFactorAsync(challenge, wrong)).Should().Be(new LoginResult.Failed());

        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should()
            .Be(new LoginResult.Throttled(TimeSpan.FromSeconds(1)));
        (await accounts.VerifyTwoFactorAsync(userId, wrong)).Should()
            .BeOfType<TwoFactorResult.Rejected>("what a logged-in user gives is counted by itself");
        await ChallengeAsync(accounts);
        Time.Advance(TimeSpan.FromSeconds(1));
        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should().BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task A_challenge_expires_and_cannot_be_altered()
    {
        var accounts = NewAccounts();
        var (_, authenticator, _) = await EnrollAsync(accounts);
        var challenge = await ChallengeAsync(accounts);

        for (var i = 0; i < challenge.Length; i++)
        {
            var altered = challenge[..i] + (challenge[i] == 'A' ? 'B' : 'A') + challenge[(i + 1)..];
            (await accounts.CompleteTwoFactorAsync(altered, CodeOf(authenticator))).Should().Be(new LoginResult.Failed());
        }

        Time.Advance(TimeSpan.FromMinutes(5));
        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should().Be(new LoginResult.Failed());
        (await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts), CodeOf(authenticator))).Should()
            .BeOfType<LoginResult.Success>();
    }

    [Test]
    public async Task A_challenge_dies_with_the_password_it_proves()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var challenge = await ChallengeAsync(accounts);

        (await accounts.ChangePasswordAsync(userId, Password, "velvet orchard 31 comet")).Should().BeOfType<ChangePasswordResult.Success>();

        (await accounts.CompleteTwoFactorAsync(challenge, CodeOf(authenticator))).Should().Be(new LoginResult.Failed());
    }

    [Test]
    public async Task An_enrolment_counts_once_confirmed_and_waits_ten_minutes()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var first = await BeginEnrollmentAsync(accounts, userId);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>("nothing is confirmed yet");
        Time.Advance(TimeSpan.FromMinutes(10));
        (await accounts.ConfirmTwoFactorAsync(userId, CodeOf(first))).Should().BeOfType<ConfirmTwoFactorResult.NotEnrolled>();

        var second = await BeginEnrollmentAsync(accounts, userId);
        (await accounts.ConfirmTwoFactorAsync(userId, CodeOf(first))).Should().BeOfType<ConfirmTwoFactorResult.Rejected>();
        (await accounts.ConfirmTwoFactorAsync(userId, CodeOf(second))).Should().BeOfType<ConfirmTwoFactorResult.Enabled>();
        (await accounts.EnrollTwoFactorAsync(userId)).Should().BeOfType<EnrollTwoFactorResult.AlreadyEnabled>();
        (await accounts.EnrollTwoFactorAsync(Guid.Empty)).Should().BeOfType<EnrollTwoFactorResult.UnknownUser>();
    }

    [Test]
    public async Task Confirming_and_disabling_end_every_session()
    {
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var userId = await RegisterAsync(accounts);
        var before = await OpenAsync(sessions, userId);
        var authenticator = await BeginEnrollmentAsync(accounts, userId);
        await accounts.ConfirmTwoFactorAsync(userId, CodeOf(authenticator));
        (await RejectionAsync(sessions, before)).Should().Be(TokenRejection.SessionRevoked);
        var between = await OpenAsync(sessions, userId);

        (await accounts.DisableTwoFactorAsync(userId, CodeOf(authenticator))).Should()
            .BeOfType<TwoFactorResult.Rejected>("the code confirmed already");
        Time.Advance(TimeSpan.FromSeconds(30));
        (await accounts.DisableTwoFactorAsync(userId, CodeOf(authenticator))).Should().BeOfType<TwoFactorResult.Accepted>();

        (await RejectionAsync(sessions, between)).Should().Be(TokenRejection.SessionRevoked);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
        (await accounts.VerifyTwoFactorAsync(userId, CodeOf(authenticator))).Should().BeOfType<TwoFactorResult.NotEnrolled>();
        await using var context = CreateContext();
        (await context.Users.SingleAsync(user => user.Id == userId)).TotpSecret.Should().BeNull();
    }

    [Test]
    public async Task A_code_steps_up_once()
    {
        var accounts = NewAccounts();
        var (userId, authenticator, _) = await EnrollAsync(accounts);
        var code = CodeOf(authenticator);

        (await accounts.VerifyTwoFactorAsync(userId, code)).Should().BeOfType<TwoFactorResult.Accepted>();
        (await accounts.VerifyTwoFactorAsync(userId, code)).Should().BeOfType<TwoFactorResult.Rejected>();
    }

    [Test]
    public async Task The_enrolment_is_for_any_authenticator_and_prints_nothing()
    {
        var accounts = NewAccounts(configure: options => options.ApplicationName = "Acme Trading");
        var userId = await RegisterAsync(accounts);

        var enrollment = (await accounts.EnrollTwoFactorAsync(userId)).Should().BeOfType<EnrollTwoFactorResult.Pending>().Which.Enrollment;

        enrollment.RevealUri().Should().Be(
            $"otpauth://totp/Acme%20Trading:ada?secret={enrollment.RevealSecret()}&issuer=Acme%20Trading&algorithm=SHA1&digits=6&period=30");
        enrollment.RevealSecret().Should().MatchRegex("^[A-Z2-7]{32}$");
        enrollment.ExpiresAt.Should().Be(Start.AddMinutes(10));
        $"{enrollment}{System.Text.Json.JsonSerializer.Serialize(enrollment)}".Should().NotContain(enrollment.RevealSecret());
    }
}
