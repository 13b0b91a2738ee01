using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>Enrols, checks and removes the second factor.</summary>
internal static class TwoFactorSteps
{
    private static readonly string[] BothFactors = ["pwd", "otp", "mfa"];

    public static async Task<EnrollTwoFactorResult> EnrollAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken).ConfigureAwait(false);
            if (user is null)
                return new EnrollTwoFactorResult.UnknownUser();
            if (user.TwoFactorEnabled)
                return new EnrollTwoFactorResult.AlreadyEnabled();

            var now = services.Sessions.Now;
            var secret = Totp.NewSecret();
            user.TotpSecret = new Secret<byte[]>(secret);
            user.TotpCreatedAt = now;
            user.TotpLastStep = null;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return new EnrollTwoFactorResult.Pending(new TwoFactorEnrollment(
                Totp.Uri(services.Options.ApplicationName, user.Username, secret),
                Base32.Encode(secret),
                now + services.Options.TwoFactorEnrollmentLifetime));
        }
    }

    public static Task<TwoFactorResult> ConfirmAsync(AccountServices services, Guid userId, string code, CancellationToken cancellationToken) =>
        ChangeAsync(
            services, userId, code, "enabled",
            user => !user.TwoFactorEnabled && user.TotpCreatedAt + services.Options.TwoFactorEnrollmentLifetime > services.Sessions.Now,
            user => user.TwoFactorEnabled = true,
            cancellationToken);

    public static Task<TwoFactorResult> DisableAsync(AccountServices services, Guid userId, string code, CancellationToken cancellationToken) =>
        ChangeAsync(
            services, userId, code, "disabled",
            user => user.TwoFactorEnabled,
            user =>
            {
                user.TwoFactorEnabled = false;
                user.TotpSecret = null;
                user.TotpCreatedAt = null;
            },
            cancellationToken);

    public static async Task<TwoFactorResult> VerifyAsync(AccountServices services, Guid userId, string code, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var throttle = ThrottleKey.SecondFactor(keys.Root!, userId);
        if (await services.Throttles.BeginAsync(throttle, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new TwoFactorResult.Throttled(retryAfter);
        var result = await SpendAsync(services, userId, null, code, cancellationToken).ConfigureAwait(false);
        if (result is TwoFactorResult.Accepted)
            await services.Throttles.ResetAsync(throttle, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public static async Task<LoginResult> CompleteLoginAsync(
        AccountServices services, string challenge, string code, string? ipAddress, string? userAgent, SessionRequest request, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        if (TwoFactorChallenge.TryParse(challenge, keys.Root!.Challenge) is not { } proven || proven.ExpiresAt <= services.Sessions.Now)
            return new LoginResult.Failed();
        var throttle = ThrottleKey.SecondFactor(keys.Root, proven.UserId);
        if (await services.Throttles.BeginAsync(throttle, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return PasswordLogin.Throttled(services, retryAfter);
        if (await SpendAsync(services, proven.UserId, proven.SecurityVersion, code, cancellationToken).ConfigureAwait(false) is not TwoFactorResult.Accepted)
        {
            Log.LoginFailed(services.Sessions.Logger);
            return new LoginResult.Failed();
        }

        await services.Throttles.ResetAsync(throttle, cancellationToken).ConfigureAwait(false);
        return await PasswordLogin.OpenSessionAsync(
            services, proven.UserId, proven.SecurityVersion, BothFactors, ipAddress, userAgent, request, cancellationToken).ConfigureAwait(false);
    }

    // A code is spent by one UPDATE that finds an earlier step: of parallel submissions, on however many nodes, one succeeds.
    private static async Task<TwoFactorResult> SpendAsync(
        AccountServices services, Guid userId, int? securityVersion, string code, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var user = await context.Set<User>().AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken).ConfigureAwait(false);
            if (user is not { TwoFactorEnabled: true, TotpSecret: { } secret } || (securityVersion is { } expected && user.SecurityVersion != expected))
                return new TwoFactorResult.NotEnrolled();
            if (Totp.Match(secret.Reveal(), code, services.Sessions.Now, services.Options.TotpWindow) is not { } step)
                return new TwoFactorResult.Rejected();
            var spent = await context.Set<User>()
                .Where(other => other.Id == userId && other.IsActive && other.TwoFactorEnabled && other.SecurityVersion == user.SecurityVersion
                    && (other.TotpLastStep == null || other.TotpLastStep < step))
                .ExecuteUpdateAsync(update => update.SetProperty(other => other.TotpLastStep, step), cancellationToken).ConfigureAwait(false);
            return spent == 1 ? new TwoFactorResult.Accepted() : new TwoFactorResult.Rejected();
        }
    }

    // Spends a code and changes the second factor in one transaction, which ends every session of the user.
    private static async Task<TwoFactorResult> ChangeAsync(
        AccountServices services, Guid userId, string code, string change, Func<User, bool> isAllowed, Action<User> apply, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var throttle = ThrottleKey.SecondFactor(keys.Root!, userId);
        if (await services.Throttles.BeginAsync(throttle, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new TwoFactorResult.Throttled(retryAfter);

        List<Guid> revoked = [];
        TwoFactorResult result;
        try
        {
            result = await services.Sessions.InTransactionAsync<TwoFactorResult>(
                async (context, transaction, token) =>
                {
                    var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, token).ConfigureAwait(false);
                    if (user is not { TotpSecret: { } secret } || !isAllowed(user))
                        return new TwoFactorResult.NotEnrolled();
                    if (Totp.Match(secret.Reveal(), code, services.Sessions.Now, services.Options.TotpWindow) is not { } step || step <= user.TotpLastStep)
                        return new TwoFactorResult.Rejected();
                    apply(user);
                    user.TotpLastStep = step;
                    user.SecurityVersion++;
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                    revoked = await SessionRevocations.RevokeAllAsync(services.Sessions, context, userId, null, SessionRevocation.SecurityChanged, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return new TwoFactorResult.Accepted();
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed the user at the same moment, perhaps with this very code.
            return new TwoFactorResult.Rejected();
        }

        if (result is TwoFactorResult.Accepted)
        {
            SessionRevocations.Announce(services.Sessions, userId, revoked, SessionRevocation.SecurityChanged);
            Log.TwoFactorChanged(services.Sessions.Logger, userId, change);
            await services.Throttles.ResetAsync(throttle, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }
}
