// The names of tables come from the test database.
#pragma warning disable EF1002

using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>What must be found neither in the files of the database nor in a log.</summary>
public abstract class SecretsAtRestSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task What_is_issued_in_a_busy_life_is_found_nowhere_and_what_is_planted_is_found()
    {
        var client = new ClientInfo("203.0.113.77", "Unmistakable-Agent/7.7");
        var sessions = NewNode();
        var accounts = NewAccounts(sessions);
        var (userId, authenticator, codes) = await EnrollAsync(accounts, "margaret");
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(
            await ChallengeAsync(accounts, "margaret", client: client), CodeOf(authenticator), client);
        var rotated = await RotateAsync(sessions, login.Tokens);
        await sessions.ValidateTokenAsync(rotated.AccessToken.Reveal(), TokenFreshness.Strict, client);
        await accounts.LogInAsync("margaret", Password + " mistyped", client);
        await accounts.CompleteTwoFactorAsync(await ChallengeAsync(accounts, "margaret", client: client), codes[0], client);
        var key = ((CreateServiceCredentialResult.Created)await Get<ServiceCredentials>().CreateAsync(
            userId, new ServiceCredentialRequest { Name = "bot", Scopes = ["trade"], Lifetime = TimeSpan.FromDays(1) })).Key.Reveal();
        Ledger.AddToken(key);
        (await Get<ServiceCredentials>().AuthenticateAsync(key, client)).Should().BeOfType<ServiceAuthenticationResult.Valid>();
        await using var context = CreateContext();
        Ledger.Add("password hash", (await context.Users.AsNoTracking().SingleAsync(user => user.Id == userId)).PasswordHash);

        Ledger.Count.Should().BeGreaterThan(40);
        Log.Text.Length.Should().BeGreaterThan(10_000, "the log is at its most talkative");
        RecordedTelemetry.Text.Should()
            .Contain("trading.sessions.events kind=logged_in").And.Contain("trading.sessions.logins outcome=success");
        (await FindLeaksAsync()).Should().BeEmpty();

        // That the search finds what is there, in each of the three places: planted secrets of a ledger of their own.
        var planted = new SecretLedger();
        var (salt, text) = (RandomNumberGenerator.GetBytes(32), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        planted.Add("salt", salt);
        planted.Add("text", text);
        planted.FindIn(await TestDatabase.DumpAsync()).Should().BeEmpty();
        await context.UserSessions.Where(session => session.Id == rotated.SessionId)
            .ExecuteUpdateAsync(update => update.SetProperty(session => session.RefreshSalt, salt));
        planted.FindIn(await TestDatabase.DumpAsync()).Should().ContainSingle().Which.Should().StartWith("salt");
        var logger = Get<ILoggerFactory>().CreateLogger("planted");
        logger.Log(LogLevel.Trace, default, text, null, static (planted, _) => planted);
        planted.FindIn(Encoding.UTF8.GetBytes(Log.Text)).Should().ContainSingle().Which.Should().StartWith("text");
        using var meter = new Meter("StrategyEngine.Data.Planted");
        meter.CreateCounter<long>("planted").Add(1, new KeyValuePair<string, object?>("text", text));
        planted.FindIn(Encoding.UTF8.GetBytes(RecordedTelemetry.Text)).Should().ContainSingle().Which.Should().StartWith("text");
    }

    [Test]
    public async Task A_secret_of_two_factor_moved_to_another_user_is_refused()
    {
        var accounts = NewAccounts();
        var (ada, eve) = (await RegisterAsync(accounts), await RegisterAsync(accounts, "eve"));
        await accounts.EnrollTwoFactorAsync(ada);
        var secret = ((EnrollTwoFactorResult.Pending)await accounts.EnrollTwoFactorAsync(eve)).Enrollment.RevealSecret();

        await using (var context = CreateContext())
        {
            await context.Database.ExecuteSqlRawAsync(
                $"""
                UPDATE {TestDatabase.Table("users")}
                SET totp_secret = (SELECT other.totp_secret FROM {TestDatabase.Table("users")} other WHERE other.normalized_username = 'eve')
                WHERE normalized_username = 'ada'
                """);
        }

        await accounts.Awaiting(a => a.ConfirmTwoFactorAsync(ada, new Authenticator(secret).CodeAt(Time.GetUtcNow())))
            .Should().ThrowAsync<EncryptionException>();
    }
}
