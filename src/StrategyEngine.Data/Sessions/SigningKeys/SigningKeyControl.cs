using System.Text.Json.Nodes;

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
                .Select(
                    key =>
                        new SigningKeyInfo(key.Id, key.Algorithm, key.Epoch, key.ActivatesAt, key.RetiresAt, key.DeletesAt, key.RevokedAt))
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

    /// <summary>A JWK Set (RFC 7517 §5) of the public keys.</summary>
    public static async Task<string> PublishAsync(SessionServices services, CancellationToken cancellationToken)
    {
        var keys = await services.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var set = new JsonArray();
        foreach (var key in keys.PublicKeys(services.Now))
        {
            set.Add((JsonNode)new JsonObject
            {
                ["kty"] = key.Kty,
                ["crv"] = key.Crv,
                ["x"] = key.X,
                ["y"] = key.Y,
                ["kid"] = key.Kid,
                ["use"] = key.Use,
                ["alg"] = key.Alg,
            });
        }

        return new JsonObject { ["keys"] = set }.ToJsonString();
    }
}
