using System.Text;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>
/// What specifications of sessions share. After each test, none of its secrets may stand in the database, a log or the telemetry.
/// </summary>
public abstract class SessionsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected const string Password = "harbor lantern 9 quilt";

    protected SecretLedger Ledger { get; } = new();

    protected RecordedLog Log { get; } = new();

    [TearDown]
    public async Task No_secret_of_the_test_stands_where_it_must_not()
    {
        if (Services is null)
            return;
        await using (var context = CreateContext())
        {
            foreach (var key in await LibraryRecords.ReadAsync(context, "signing_keys"))
            {
                var material = ((Secret<byte[]>)key.Property("Material").CurrentValue!).For((Guid)key.Property("Id").CurrentValue!);
                Ledger.Add($"signing key {key.Property("Algorithm").CurrentValue}", material.Reveal());
            }
        }

        (await FindLeaksAsync()).Should().BeEmpty("{0} secrets were searched for", Ledger.Count);
        Log.Dispose();
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        RecordedTelemetry.Start();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
    }

    /// <summary>Which secrets of the test stand in the files of the database, the log or the telemetry.</summary>
    protected async Task<IReadOnlyList<string>> FindLeaksAsync()
    {
        var database = Ledger.FindIn(await TestDatabase.DumpAsync()).Select(name => $"{name} in the database");
        var log = Ledger.FindIn(Encoding.UTF8.GetBytes(Log.Text)).Select(name => $"{name} in the log");
        var telemetry = Ledger.FindIn(Encoding.UTF8.GetBytes(RecordedTelemetry.Text)).Select(name => $"{name} in the telemetry");
        return [.. database, .. log, .. telemetry];
    }

    /// <summary>A manager with memory of its own, as another node has.</summary>
    protected SessionNode NewNode(Action<SessionOptions>? configure = null)
    {
        var options = new SessionOptions();
        configure?.Invoke(options);
        return new SessionNode(new SessionManager(Get<TradingDatabase>(), options, Get<ILogger<SessionManager>>()), Ledger);
    }

    protected AccountNode NewAccounts(SessionNode? sessions = null, Action<AccountOptions>? configure = null)
    {
        var options = new AccountOptions();
        configure?.Invoke(options);
        return new AccountNode(new AccountManager((sessions ?? NewNode()).Manager, options), Ledger);
    }

    /// <summary>Runs a race of processes, and writes down the tokens they print.</summary>
    protected async Task<IReadOnlyList<IReadOnlyList<string>>> RaceAsync<TTask>(params string[][] arguments)
        where TTask : ITestProcessTask, new()
    {
        var results = await TestProcess.RaceAsync<TTask>(TestDatabase, arguments);
        foreach (var word in results.SelectMany(lines => lines).SelectMany(line => line.Split(' ')).Where(word => word.Length > 40))
            Ledger.AddToken(word);
        return results;
    }

    protected async Task<Guid> AddUserAsync()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    protected static async Task<Guid> RegisterAsync(AccountNode accounts, string name = "ada", string password = Password)
    {
        var result = await accounts.RegisterAsync(name, $"{name}@example.com", password);
        return result is RegisterResult.Success success ? success.UserId : throw new AssertionException($"Not registered: {result}");
    }

    protected static async Task<SessionTokens> OpenAsync(
        SessionNode sessions, Guid userId, SessionRequest? request = null, ClientInfo? client = null)
    {
        var result = await sessions.CreateSessionAsync(userId, client ?? new ClientInfo("203.0.113.7", "Specification/1.0"), request);
        return result is CreateSessionResult.Created created ? created.Tokens : throw new AssertionException($"Not opened: {result}");
    }

    protected static async Task<SessionTokens> RotateAsync(SessionNode sessions, SessionTokens tokens)
    {
        var result = await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal());
        return result is RefreshResult.Rotated rotated ? rotated.Tokens : throw new AssertionException($"Not rotated: {result}");
    }

    protected static async Task<TokenRejection?> RejectionAsync(
        SessionNode sessions, SessionTokens tokens, TokenFreshness freshness = TokenFreshness.Cached) =>
        await sessions.ValidateTokenAsync(tokens.AccessToken.Reveal(), freshness) is ValidationResult.Rejected rejected
            ? rejected.Reason
            : null;

    protected async Task<UserSession?> FindAsync(Guid sessionId)
    {
        await using var context = CreateContext();
        return await context.UserSessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == sessionId);
    }

    protected async Task<int> CountLiveAsync(Guid userId)
    {
        await using var context = CreateContext();
        return await context.UserSessions.CountAsync(session => session.UserId == userId && session.RevokedAt == null);
    }

    protected async Task ChangeUserAsync(Guid userId, Action<User> change)
    {
        await using var context = CreateContext();
        change(await context.Users.SingleAsync(user => user.Id == userId));
        await context.SaveChangesAsync();
    }

    protected Task<IReadOnlyList<SigningKeyInfo>> KeysAsync() => new SessionManager(Get<TradingDatabase>()).ListSigningKeysAsync();

    /// <summary>The kinds and details of what was recorded, in order.</summary>
    protected async Task<List<(AuthenticationEventKind Kind, string? Detail)>> EventsAsync(Guid? userId)
    {
        await using var context = CreateContext();
        var events = await context.AuthenticationEvents.AsNoTracking()
            .Where(entry => entry.UserId == userId)
            .OrderBy(entry => entry.Id)
            .ToListAsync();
        return events.ConvertAll(entry => (entry.Kind, entry.Detail));
    }

    // Enrolled and confirmed, and the step of the confirming code gone by.
    protected async Task<(Guid UserId, Authenticator Authenticator, IReadOnlyList<string> RecoveryCodes)> EnrollAsync(
        AccountNode accounts, string name = "ada")
    {
        var userId = await RegisterAsync(accounts, name);
        var authenticator = await BeginEnrollmentAsync(accounts, userId);
        var enabled = (await accounts.ConfirmTwoFactorAsync(userId, CodeOf(authenticator))).Should()
            .BeOfType<ConfirmTwoFactorResult.Enabled>().Which;
        Time.Advance(TimeSpan.FromSeconds(30));
        return (userId, authenticator, enabled.RecoveryCodes.Reveal());
    }

    protected static async Task<Authenticator> BeginEnrollmentAsync(AccountNode accounts, Guid userId)
    {
        var pending = (await accounts.EnrollTwoFactorAsync(userId)).Should().BeOfType<EnrollTwoFactorResult.Pending>().Which;
        return new Authenticator(pending.Enrollment.RevealSecret());
    }

    protected string CodeOf(Authenticator authenticator, int steps = 0) => authenticator.CodeAt(Time.GetUtcNow().AddSeconds(30 * steps));

    protected static async Task<string> ChallengeAsync(
        AccountNode accounts, string name = "ada", string password = Password, ClientInfo? client = null) =>
        (await accounts.LogInAsync(name, password, client)).Should().BeOfType<LoginResult.TwoFactorRequired>().Which.Challenge.Reveal();
}
