using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace TradingConsole;

/// <summary>Finds a user by name.</summary>
internal sealed class UserLookup(IDbContextFactory<TradingDbContext> contexts)
{
    public async Task<User> RequireAsync(string userName, CancellationToken cancellationToken) =>
        await FindAsync(userName, cancellationToken)
            ?? throw new Failure($"There is no user {userName}. The tour (no command) registers {DemoAccount.UserName}.");

    private async Task<User?> FindAsync(string userName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = userName.Normalize().ToLowerInvariant();
        return await context.Users.SingleOrDefaultAsync(user => user.NormalizedUsername == normalized, cancellationToken);
    }
}
