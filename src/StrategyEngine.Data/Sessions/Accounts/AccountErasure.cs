using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>
/// Takes a person out of the database and leaves the books: strategies, signals, trades, equity and metrics stay, under an account that
/// names nobody.
/// </summary>
internal static class AccountErasure
{
    public static async Task<bool> EraseAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        List<Guid> ended = [];
        var isErased = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var user = await context.Set<User>()
                    .Include(user => user.ApiKeys)
                    .SingleOrDefaultAsync(user => user.Id == userId, token)
                    .ConfigureAwait(false);
                var name = AccountNames.Erased(userId);
                if (user is null || user.Username == name)
                    return false;
                ended = await context.Set<UserSession>()
                    .Where(session => session.UserId == userId)
                    .Select(session => session.Id)
                    .ToListAsync(token)
                    .ConfigureAwait(false);
                user.Username = name;
                user.Email = AccountNames.ErasedEmail(userId);
                user.PasswordHash = null;
                user.TotpSecret = null;
                user.TotpCreatedAt = null;
                user.TwoFactorEnabled = false;
                user.IsActive = false;
                user.IsAdmin = false;
                user.SecurityVersion++;
                await context.Set<TradingAccount>().Where(account => account.UserId == userId && account.ExchangeCredentialId != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(account => account.ExchangeCredentialId, (Guid?)null), token)
                    .ConfigureAwait(false);
                List<Guid> credentials = [.. user.ApiKeys.Select(credential => credential.Id)];
                context.RemoveRange(user.ApiKeys);
                AuthenticationLog.Add(context, services.Sessions, AuthenticationEventKind.UserErased, userId);
                await context.SaveChangesAsync(token).ConfigureAwait(false);

                await context.Set<UserSession>().Where(session => session.UserId == userId).ExecuteDeleteAsync(token).ConfigureAwait(false);
                await context.Set<RecoveryCode>().Where(code => code.UserId == userId).ExecuteDeleteAsync(token).ConfigureAwait(false);
                await context.Set<ServiceCredential>()
                    .Where(credential => credential.UserId == userId)
                    .ExecuteDeleteAsync(token)
                    .ConfigureAwait(false);
                await context.Set<AuthenticationEvent>().Where(entry => entry.UserId == userId)
                    .ExecuteUpdateAsync(update => update.SetProperty(entry => entry.IpAddress, entry => null), token).ConfigureAwait(false);
                await ForgetAsync(context, nameof(User), [userId], ["username", "normalized_username"], token).ConfigureAwait(false);
                await ForgetAsync(context, nameof(ExchangeCredential), credentials, ["label"], token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (isErased)
        {
            ended.ForEach(services.Sessions.Cache.Revoked);
            Log.UserChanged(services.Sessions.Logger, userId, "erased");
        }

        return isErased;
    }

    // The audit trail goes on telling that a field changed, but not from what.
    private static async Task ForgetAsync(
        DbContext context, string entityType, List<Guid> ids, string[] fields, CancellationToken cancellationToken)
    {
        var entries = await context.Set<AuditEntry>().AsNoTracking()
            .Where(entry => entry.EntityType == entityType && ids.Contains(entry.EntityId))
            .Select(entry => new { entry.Id, entry.Changes })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries.Where(entry => fields.Any(entry.Changes.ContainsKey)))
        {
            foreach (var field in fields.Where(entry.Changes.ContainsKey))
                entry.Changes[field] = new JsonObject { ["old"] = "***", ["new"] = "***" };
            await context.Set<AuditEntry>().Where(other => other.Id == entry.Id)
                .ExecuteUpdateAsync(update => update.SetProperty(other => other.Changes, entry.Changes), cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
