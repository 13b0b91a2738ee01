using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>What specifications of sessions share.</summary>
public abstract class SessionsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected const string Password = "harbor lantern 9 quilt";

    /// <summary>A manager with memory of its own, as another node has.</summary>
    protected SessionManager NewNode(Action<SessionOptions>? configure = null)
    {
        var options = new SessionOptions();
        configure?.Invoke(options);
        return new SessionManager(Get<TradingDatabase>(), options);
    }

    protected AccountManager NewAccounts(SessionManager? sessions = null, Action<AccountOptions>? configure = null)
    {
        var options = new AccountOptions();
        configure?.Invoke(options);
        return new AccountManager(sessions ?? NewNode(), options);
    }

    protected async Task<Guid> AddUserAsync()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    protected static async Task<Guid> RegisterAsync(AccountManager accounts, string name = "ada", string password = Password)
    {
        var result = await accounts.RegisterAsync(name, $"{name}@example.com", password);
        return result is RegisterResult.Success success ? success.UserId : throw new AssertionException($"Not registered: {result}");
    }

    protected static async Task<SessionTokens> OpenAsync(SessionManager sessions, Guid userId, SessionRequest? request = null)
    {
        var result = await sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Specification/1.0"), request);
        return result is CreateSessionResult.Created created ? created.Tokens : throw new AssertionException($"Not opened: {result}");
    }

    protected static async Task<SessionTokens> RotateAsync(SessionManager sessions, SessionTokens tokens)
    {
        var result = await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal());
        return result is RefreshResult.Rotated rotated ? rotated.Tokens : throw new AssertionException($"Not rotated: {result}");
    }

    protected static async Task<TokenRejection?> RejectionAsync(SessionManager sessions, SessionTokens tokens, TokenFreshness freshness = TokenFreshness.Cached) =>
        await sessions.ValidateTokenAsync(tokens.AccessToken.Reveal(), freshness) is ValidationResult.Rejected rejected ? rejected.Reason : null;

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
}
