using System.Collections.Concurrent;
using System.Text;

using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>What must be found neither in the files of the database nor in a log.</summary>
public abstract class SecretsAtRestSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task No_token_code_password_or_address_is_found_in_the_database_or_the_log()
    {
        using var log = new RecordedLog();
        await using var services = BuildServices(services: collection => collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>(), null, services.GetRequiredService<ILogger<SessionManager>>());
        var accounts = new AccountManager(sessions);
        var secrets = new Dictionary<string, byte[]>();

        var userId = await RegisterAsync(accounts, "margaret");
        var enrollment = ((EnrollTwoFactorResult.Pending)await accounts.EnrollTwoFactorAsync(userId)).Enrollment;
        var authenticator = new Authenticator(enrollment.RevealSecret());
        await accounts.ConfirmTwoFactorAsync(userId, authenticator.CodeAt(Time.GetUtcNow()));
        var challenge = (LoginResult.TwoFactorRequired)await accounts.LogInAsync("margaret", Password, new ClientInfo("203.0.113.77", "Unmistakable-Agent/7.7"));
        var code = authenticator.CodeAt(Time.GetUtcNow().AddSeconds(30));
        var login = (LoginResult.Success)await accounts.CompleteTwoFactorAsync(challenge.Challenge.Reveal(), code, new ClientInfo("203.0.113.77", "Unmistakable-Agent/7.7"));
        var rotated = await RotateAsync(sessions, login.Tokens);
        await sessions.ValidateTokenAsync(rotated.AccessToken.Reveal(), TokenFreshness.Strict);
        await accounts.LogInAsync("margaret", Password + " mistyped", new ClientInfo("203.0.113.77"));

        AddText("password", Password);
        AddText("mistyped password", Password + " mistyped");
        AddText("e-mail address", "margaret@example.com");
        AddText("address", "203.0.113.77");
        AddText("user agent", "Unmistakable-Agent");
        AddText("challenge", challenge.Challenge.Reveal());
        AddText("secret of two-factor", enrollment.RevealSecret());
        secrets["secret of two-factor, raw"] = OtpNet.Base32Encoding.ToBytes(enrollment.RevealSecret());
        foreach (var (name, tokens) in new[] { ("first", login.Tokens), ("second", rotated) })
        {
            AddText($"{name} access token", tokens.AccessToken.Reveal());
            AddText($"{name} signature", tokens.AccessToken.Reveal().Split('.')[2]);
            AddText($"{name} refresh token", tokens.RefreshToken.Reveal());
            secrets[$"{name} refresh secret, raw"] = System.Buffers.Text.Base64Url.DecodeFromChars(tokens.RefreshToken.Reveal().AsSpan(6)).AsSpan(21, 32).ToArray();
        }

        await using (var context = CreateContext())
        {
            foreach (var key in await context.Set<SigningKey>().AsNoTracking().ToListAsync())
                secrets[$"signing key {key.Algorithm}"] = key.Material!.Reveal();
            secrets["password hash"] = Encoding.UTF8.GetBytes((await context.Users.SingleAsync(user => user.Id == userId)).PasswordHash!);
        }

        var written = Encoding.UTF8.GetBytes(log.Text);
        written.Length.Should().BeGreaterThan(10_000, "the log is at its most talkative");
        var database = await TestDatabase.DumpAsync();
        foreach (var (name, secret) in secrets)
        {
            Contains(database, secret).Should().BeFalse("of the {0} in the database", name);
            Contains(written, secret).Should().BeFalse("of the {0} in the log", name);
        }

        // That the search finds what is there.
        Contains(database, "margaret"u8).Should().BeTrue("a user name is stored as it is");
        Contains(written, Encoding.UTF8.GetBytes(rotated.SessionId.ToString())).Should().BeTrue("a session's id is no secret");
        var planted = secrets["first refresh secret, raw"];
        await using (var context = CreateContext())
        {
            await context.UserSessions.ExecuteUpdateAsync(update => update.SetProperty(session => session.RefreshSalt, planted));
            Contains(await TestDatabase.DumpAsync(), planted).Should().BeTrue();
        }

        log.Plant(rotated.RefreshToken.Reveal());
        Contains(Encoding.UTF8.GetBytes(log.Text), secrets["second refresh token"]).Should().BeTrue();

        void AddText(string name, string text) => secrets[name] = Encoding.UTF8.GetBytes(text);
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
                "UPDATE users SET totp_secret = (SELECT other.totp_secret FROM users other WHERE other.normalized_username = 'eve') WHERE normalized_username = 'ada'");
        }

        await accounts.Awaiting(a => a.ConfirmTwoFactorAsync(ada, new Authenticator(secret).CodeAt(Time.GetUtcNow())))
            .Should().ThrowAsync<EncryptionException>();
    }

    private static bool Contains(ReadOnlySpan<byte> data, ReadOnlySpan<byte> part) => data.IndexOf(part) >= 0;

    private sealed class RecordedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public void Plant(string text) => Log(LogLevel.Information, default, text, null, (planted, _) => planted);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                _lines.Enqueue(string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")));
        }

        public void Dispose()
        {
        }
    }
}
