using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Passwords;
using StrategyEngine.Data.Sessions.Throttling;

namespace StrategyEngine.Data.Sessions;

/// <summary>Gives a user another password, which ends every session of the user.</summary>
internal static class PasswordChange
{
    /// <summary>For the owner, who gives the current one.</summary>
    public static async Task<ChangePasswordResult> ChangeAsync(
        AccountServices services, Guid userId, string currentPassword, string newPassword, CancellationToken cancellationToken)
    {
        var (known, result) = await CheckCurrentAsync(services, userId, currentPassword, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            VerifyPasswordResult.Verified => await ReplaceAsync(services, known!, newPassword, cancellationToken).ConfigureAwait(false),
            VerifyPasswordResult.Throttled throttled => new ChangePasswordResult.Throttled(throttled.RetryAfter),
            _ => new ChangePasswordResult.Failed(),
        };
    }

    /// <summary>Whether a logged-in user knows the password.</summary>
    public static async Task<VerifyPasswordResult> VerifyAsync(
        AccountServices services, Guid userId, string password, CancellationToken cancellationToken) =>
        (await CheckCurrentAsync(services, userId, password, cancellationToken).ConfigureAwait(false)).Result;

    /// <summary>For a host that has established by other means who asks.</summary>
    public static async Task<ChangePasswordResult> SetAsync(
        AccountServices services, Guid userId, string newPassword, CancellationToken cancellationToken) =>
        await FindAsync(services, userId, cancellationToken).ConfigureAwait(false) is { } known
            ? await ReplaceAsync(services, known, newPassword, cancellationToken).ConfigureAwait(false)
            : new ChangePasswordResult.Failed();

    private static async Task<(User? User, VerifyPasswordResult Result)> CheckCurrentAsync(
        AccountServices services, Guid userId, string password, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var known = await FindAsync(services, userId, cancellationToken).ConfigureAwait(false);

        // A count of its own: whoever guesses at the log-in must not keep the owner from changing the password.
        var throttle = ThrottleKey.CurrentPassword(keys.Root!, userId);
        if (await services.Throttles.BeginAsync(throttle, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return (null, new VerifyPasswordResult.Throttled(retryAfter));
        var verification = await services.Hasher.VerifyAsync(password, known?.PasswordHash, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Throttled)
        {
            await services.Throttles.ForgiveAsync(throttle, cancellationToken).ConfigureAwait(false);
            return (null, new VerifyPasswordResult.Throttled(AccountServices.HashBacklog));
        }

        if (known is null || verification == PasswordVerification.Wrong)
        {
            await AuthenticationLog.WriteAsync(
                services.Sessions, AuthenticationEventKind.LoginFailed, known?.Id, cancellationToken, detail: "wrong_current_password")
                .ConfigureAwait(false);
            return (null, new VerifyPasswordResult.Failed());
        }

        await services.Throttles.ResetAsync(throttle, cancellationToken).ConfigureAwait(false);
        return (known, new VerifyPasswordResult.Verified());
    }

    private static async Task<ChangePasswordResult> ReplaceAsync(
        AccountServices services, User known, string newPassword, CancellationToken cancellationToken)
    {
        if (await services.CheckPasswordAsync(newPassword, known.Username, known.Email, cancellationToken)
            .ConfigureAwait(false) is { } fault)
        {
            return new ChangePasswordResult.PasswordRejected(fault);
        }

        if (await services.Hasher.HashAsync(newPassword, cancellationToken).ConfigureAwait(false) is not { } hash)
            return new ChangePasswordResult.Throttled(AccountServices.HashBacklog);

        List<Guid> revoked = [];
        var isChanged = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == known.Id && user.IsActive, token)
                    .ConfigureAwait(false);
                if (user is null || user.PasswordHash != known.PasswordHash)
                    return false;
                user.PasswordHash = hash;
                user.SecurityVersion++;
                AuthenticationLog.Add(context, services.Sessions, AuthenticationEventKind.PasswordChanged, known.Id);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                revoked = await SessionEnding.RevokeAllAsync(
                    services.Sessions, context, known.Id, null, SessionRevocation.SecurityChanged, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isChanged)
            return new ChangePasswordResult.Failed();

        SessionEnding.Announce(services.Sessions, known.Id, revoked, SessionRevocation.SecurityChanged);
        Log.PasswordChanged(services.Sessions.Logger, known.Id);
        return new ChangePasswordResult.Success();
    }

    private static async Task<User?> FindAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Set<User>().AsNoTracking()
                .SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken).ConfigureAwait(false);
        }
    }
}
