using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace TradingConsole;

/// <summary>Finds a user by name.</summary>
internal sealed class UserLookup(IDbContextFactory<TradingDbContext> contexts)
{
    public async Task<User> RequireAsync(string username, CancellationToken cancellationToken) =>
        await FindAsync(username, cancellationToken)
            ?? throw new Failure($"There is no user {username}. The tour (no command) registers {DemoAccount.Username}.");

    private async Task<User?> FindAsync(string username, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = username.Normalize().ToLowerInvariant();
        return await context.Users.SingleOrDefaultAsync(user => user.NormalizedUsername == normalized, cancellationToken);
    }
}
