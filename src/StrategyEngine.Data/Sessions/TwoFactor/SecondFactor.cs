using System.Data.Common;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>Checks and spends codes: six digits of the authenticator application, or a recovery code.</summary>
/// <remarks>
/// Either is spent by one UPDATE that finds it unspent: of parallel submissions, on however many nodes, one succeeds. Wrong ones are
/// counted before they are compared.
/// </remarks>
internal static class SecondFactor
{
    /// <summary>Begins an attempt at a log-in: null, or how long to wait.</summary>
    public static Task<TimeSpan?> BeginAsync(AccountServices services, byte[] key, CancellationToken cancellationToken) =>
        services.Throttles.BeginAsync(key, cancellationToken, isRemembered: true);

    /// <summary>Begins an attempt of a logged-in user: null, or how long to wait.</summary>
    public static async Task<TimeSpan?> BeginInSessionAsync(AccountServices services, Guid userId, CancellationToken cancellationToken) =>
        await BeginAsync(services, await InSessionAsync(services, userId, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Takes the count of a log-in back.</summary>
    public static Task SucceededAsync(AccountServices services, byte[] key) => ForgetAsync(services, () => ValueTask.FromResult(key));

    /// <summary>Takes the count of a logged-in user back.</summary>
    public static Task SucceededInSessionAsync(AccountServices services, Guid userId) =>
        ForgetAsync(services, () => InSessionAsync(services, userId, CancellationToken.None));

    /// <summary>Spends a code within the caller's transaction, which commits what follows from it, or nothing.</summary>
    public static async Task<CodeOutcome> SpendAsync(
        DbContext context, AccountServices services, Guid userId, int? securityVersion, string code, CancellationToken cancellationToken)
    {
        var user = await context.Set<User>().AsNoTracking()
            .SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken).ConfigureAwait(false);
        if (user is not { TwoFactorEnabled: true, TotpSecret: { } secret }
            || (securityVersion is { } expected && user.SecurityVersion != expected))
        {
            return CodeOutcome.NotEnrolled;
        }

        var now = services.Sessions.Now;
        if (RecoveryCodeText.Normalize(code) is { } recoveryCode)
        {
            return await RedeemAsync(context, services, user, recoveryCode, now, cancellationToken).ConfigureAwait(false)
                ? CodeOutcome.Accepted
                : CodeOutcome.Rejected;
        }

        if (Totp.Match(secret.Reveal(), code, now, services.Options.TotpWindow) is not { } step)
            return CodeOutcome.Rejected;
        var spent = await context.Set<User>()
            .Where(other => other.Id == userId && other.IsActive && other.TwoFactorEnabled && other.SecurityVersion == user.SecurityVersion
                && (other.TotpLastStep == null || other.TotpLastStep < step))
            .ExecuteUpdateAsync(update => update.SetProperty(other => other.TotpLastStep, step), cancellationToken).ConfigureAwait(false);
        return spent == 1 ? CodeOutcome.Accepted : CodeOutcome.Rejected;
    }

    // What the code was for is committed already, and its answer, recovery codes for one, must not be lost over this: a failing database is
    // logged.
    private static async Task ForgetAsync(AccountServices services, Func<ValueTask<byte[]>> key)
    {
        try
        {
            await services.Throttles.ResetAsync(await key().ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            Log.AttemptsNotForgotten(services.Sessions.Logger, exception);
        }
    }

    private static async ValueTask<byte[]> InSessionAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        return ThrottleKey.SessionSecondFactor(keys.Root!, userId);
    }

    private static async Task<bool> RedeemAsync(
        DbContext context, AccountServices services, User user, string code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = RecoveryCodeText.Hash(user.Id, code);
        var users = context.Set<User>();
        var codes = context.Set<RecoveryCode>().Where(other => other.UserId == user.Id && other.RedeemedAt == null);
        var redeemed = await codes
            .Where(other => other.CodeHash == hash
                && users.Any(
                    owner => owner.Id == other.UserId
                        && owner.IsActive
                        && owner.TwoFactorEnabled
                        && owner.SecurityVersion == user.SecurityVersion))
            .ExecuteUpdateAsync(update => update.SetProperty(other => other.RedeemedAt, now), cancellationToken).ConfigureAwait(false);
        if (redeemed == 0)
            return false;
        AuthenticationLog.Add(context, services.Sessions, AuthenticationEventKind.RecoveryCodeRedeemed, user.Id);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        Log.RecoveryCodeRedeemed(services.Sessions.Logger, user.Id, await codes.CountAsync(cancellationToken).ConfigureAwait(false));
        return true;
    }
}
