using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Lists and revokes the keys of sessions.</summary>
internal static class SigningKeyControl
{
    public static async Task<IReadOnlyList<SigningKeyInfo>> ListAsync(SessionServices services, CancellationToken cancellationToken)
    {
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Set<SigningKey>()
                .OrderBy(key => key.Algorithm).ThenBy(key => key.Epoch)
                .Select(key => new SigningKeyInfo(key.Id, key.Algorithm, key.Epoch, key.ActivatesAt, key.RetiresAt, key.DeletesAt, key.RevokedAt))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<bool> RevokeAsync(SessionServices services, Guid signingKeyId, CancellationToken cancellationToken)
    {
        var isRevoked = await services.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var revoked = await context.Set<SigningKey>().Where(key => key.Id == signingKeyId && key.RevokedAt == null)
                    .ExecuteUpdateAsync(update => update.SetProperty(key => key.RevokedAt, services.Now), token).ConfigureAwait(false);
                if (revoked == 0)
                    return false;
                AuthenticationLog.Add(context, services, AuthenticationEventKind.SigningKeyRevoked, null, subjectId: signingKeyId);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        services.Keys.Forget();
        if (isRevoked)
            Log.SigningKeyRevoked(services.Logger, signingKeyId);
        return isRevoked;
    }
}
