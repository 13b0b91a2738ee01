using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Passwords;
using StrategyEngine.Data.Sessions.Throttling;

namespace StrategyEngine.Data.Sessions;

/// <summary>Changes a password for its owner.</summary>
internal static class PasswordChange
{
    public static async Task<ChangePasswordResult> ChangeAsync(
        AccountServices services, Guid userId, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var known = await FindAsync(services, userId, cancellationToken).ConfigureAwait(false);

        // The same count as logging in with the name: one cannot be guessed where the other is slowed.
        var throttle = ThrottleKey.Account(keys.Root!, known?.NormalizedUsername ?? "");
        if (await services.Throttles.BeginAsync(throttle, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new ChangePasswordResult.Throttled(retryAfter);
        var verification = await services.Hasher.VerifyAsync(currentPassword, known?.PasswordHash, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Throttled)
        {
            await services.Throttles.ForgiveAsync(throttle, cancellationToken).ConfigureAwait(false);
            return new ChangePasswordResult.Throttled(AccountServices.HashBacklog);
        }

        if (known is null || verification == PasswordVerification.Wrong)
            return new ChangePasswordResult.Failed();
        await services.Throttles.ResetAsync(throttle, cancellationToken).ConfigureAwait(false);
        if (services.Policy.Check(newPassword, known.Username, known.Email) is { } fault)
            return new ChangePasswordResult.PasswordRejected(fault);
        if (await services.Hasher.HashAsync(newPassword, cancellationToken).ConfigureAwait(false) is not { } hash)
            return new ChangePasswordResult.Throttled(AccountServices.HashBacklog);

        List<Guid> revoked = [];
        var isChanged = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, token).ConfigureAwait(false);
                if (user is null || user.PasswordHash != known.PasswordHash)
                    return false;
                user.PasswordHash = hash;
                user.SecurityVersion++;
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                revoked = await SessionRevocations.RevokeAllAsync(services.Sessions, context, userId, null, SessionRevocation.SecurityChanged, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isChanged)
            return new ChangePasswordResult.Failed();

        SessionRevocations.Announce(services.Sessions, userId, revoked, SessionRevocation.SecurityChanged);
        Log.PasswordChanged(services.Sessions.Logger, userId);
        return new ChangePasswordResult.Success();
    }

    private static async Task<User?> FindAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Set<User>().AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken).ConfigureAwait(false);
        }
    }
}
