using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Disables and enables accounts.</summary>
internal static class AccountActivation
{
    public static async Task<bool> SetAsync(AccountServices services, Guid userId, bool active, CancellationToken cancellationToken)
    {
        List<Guid> revoked = [];
        var isChanged = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive != active, token)
                    .ConfigureAwait(false);
                if (user is null || user.Username == AccountNames.Erased(userId))
                    return false; // who was erased does not come back
                user.IsActive = active;
                user.SecurityVersion++;
                AuthenticationLog.Add(
                    context,
                    services.Sessions,
                    active ? AuthenticationEventKind.UserEnabled : AuthenticationEventKind.UserDisabled,
                    userId);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                revoked = await SessionEnding.RevokeAllAsync(
                    services.Sessions, context, userId, null, SessionRevocation.AccountDisabled, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (isChanged)
        {
            SessionEnding.Announce(services.Sessions, userId, revoked, SessionRevocation.AccountDisabled);
            Log.UserChanged(services.Sessions.Logger, userId, active ? "enabled" : "disabled");
        }

        return isChanged;
    }
}
