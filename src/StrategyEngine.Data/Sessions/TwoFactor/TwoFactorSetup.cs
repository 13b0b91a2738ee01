using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>Enrols, confirms, checks and removes the second factor.</summary>
internal static class TwoFactorSetup
{
    public static async Task<EnrollTwoFactorResult> EnrollAsync(AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        // Of two at the same moment, the later replaces the secret of the earlier, as it would a moment after it.
        while (true)
        {
            try
            {
                return await TryEnrollAsync(services, userId, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateConcurrencyException)
            {
            }
        }
    }

    private static async Task<EnrollTwoFactorResult> TryEnrollAsync(
        AccountServices services, Guid userId, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, cancellationToken)
                .ConfigureAwait(false);
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

    public static async Task<ConfirmTwoFactorResult> ConfirmAsync(
        AccountServices services, Guid userId, string code, CancellationToken cancellationToken)
    {
        if (await SecondFactor.BeginInSessionAsync(services, userId, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new ConfirmTwoFactorResult.Throttled(retryAfter);
        RecoveryCodes? codes = null;
        var outcome = await ChangeAsync(
            services, userId, AuthenticationEventKind.TwoFactorEnabled,
            async (context, user, token) =>
            {
                var now = services.Sessions.Now;
                if (user is not { TwoFactorEnabled: false, TotpSecret: { } secret }
                    || user.TotpCreatedAt + services.Options.TwoFactorEnrollmentLifetime <= now)
                {
                    return CodeOutcome.NotEnrolled;
                }

                if (Totp.Match(secret.Reveal(), code, now, services.Options.TotpWindow) is not { } step || step <= user.TotpLastStep)
                    return CodeOutcome.Rejected;
                user.TwoFactorEnabled = true;
                user.TotpLastStep = step;
                codes = await RecoveryCodeReplacement.ReplaceAsync(context, userId, token).ConfigureAwait(false);
                return CodeOutcome.Accepted;
            },
            cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            CodeOutcome.Accepted => new ConfirmTwoFactorResult.Enabled(codes!),
            CodeOutcome.Rejected => new ConfirmTwoFactorResult.Rejected(),
            _ => new ConfirmTwoFactorResult.NotEnrolled(),
        };
    }

    public static async Task<TwoFactorResult> DisableAsync(
        AccountServices services, Guid userId, string code, CancellationToken cancellationToken)
    {
        if (await SecondFactor.BeginInSessionAsync(services, userId, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new TwoFactorResult.Throttled(retryAfter);
        return Result(await ChangeAsync(
            services, userId, AuthenticationEventKind.TwoFactorDisabled,
            async (context, user, token) =>
            {
                var outcome = await SecondFactor.SpendAsync(context, services, userId, user.SecurityVersion, code, token)
                    .ConfigureAwait(false);
                if (outcome == CodeOutcome.Accepted)
                    await RemoveAsync(context, user, token).ConfigureAwait(false);
                return outcome;
            },
            cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Without a code, for a host that has established otherwise who asks.</summary>
    public static async Task<bool> ResetAsync(AccountServices services, Guid userId, CancellationToken cancellationToken) =>
        await ChangeAsync(
            services, userId, AuthenticationEventKind.TwoFactorDisabled,
            async (context, user, token) =>
            {
                if (!user.TwoFactorEnabled)
                    return CodeOutcome.NotEnrolled;
                await RemoveAsync(context, user, token).ConfigureAwait(false);
                return CodeOutcome.Accepted;
            },
            cancellationToken).ConfigureAwait(false) == CodeOutcome.Accepted;

    public static async Task<TwoFactorResult> VerifyAsync(
        AccountServices services, Guid userId, string code, CancellationToken cancellationToken)
    {
        if (await SecondFactor.BeginInSessionAsync(services, userId, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new TwoFactorResult.Throttled(retryAfter);
        var outcome = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var outcome = await SecondFactor.SpendAsync(context, services, userId, null, code, token).ConfigureAwait(false);
                if (outcome == CodeOutcome.Accepted)
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                return outcome;
            },
            cancellationToken).ConfigureAwait(false);
        await ConcludeAsync(services, userId, outcome, cancellationToken).ConfigureAwait(false);
        return Result(outcome);
    }

    public static async Task<ReplaceRecoveryCodesResult> ReplaceRecoveryCodesAsync(
        AccountServices services, Guid userId, string code, CancellationToken cancellationToken)
    {
        if (await SecondFactor.BeginInSessionAsync(services, userId, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new ReplaceRecoveryCodesResult.Throttled(retryAfter);
        var (outcome, codes) = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var outcome = await SecondFactor.SpendAsync(context, services, userId, null, code, token).ConfigureAwait(false);
                if (outcome != CodeOutcome.Accepted)
                    return (outcome, (RecoveryCodes?)null);
                var codes = await RecoveryCodeReplacement.ReplaceAsync(context, userId, token).ConfigureAwait(false);
                AuthenticationLog.Add(context, services.Sessions, AuthenticationEventKind.RecoveryCodesReplaced, userId);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return (outcome, codes);
            },
            cancellationToken).ConfigureAwait(false);
        await ConcludeAsync(services, userId, outcome, cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            CodeOutcome.Accepted => new ReplaceRecoveryCodesResult.Replaced(codes!),
            CodeOutcome.Rejected => new ReplaceRecoveryCodesResult.Rejected(),
            _ => new ReplaceRecoveryCodesResult.NotEnrolled(),
        };
    }

    // Spends a code and changes the second factor in one transaction, which ends every session of the user.
    private static async Task<CodeOutcome> ChangeAsync(
        AccountServices services,
        Guid userId,
        AuthenticationEventKind change,
        Func<DbContext, User, CancellationToken, Task<CodeOutcome>> apply,
        CancellationToken cancellationToken)
    {
        List<Guid> revoked = [];
        CodeOutcome outcome;
        try
        {
            outcome = await services.Sessions.InTransactionAsync(
                async (context, transaction, token) =>
                {
                    var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == userId && user.IsActive, token)
                        .ConfigureAwait(false);
                    var outcome = user is null ? CodeOutcome.NotEnrolled : await apply(context, user, token).ConfigureAwait(false);
                    if (outcome != CodeOutcome.Accepted)
                        return outcome;
                    user!.SecurityVersion++;
                    AuthenticationLog.Add(context, services.Sessions, change, userId);
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                    revoked = await SessionEnding.RevokeAllAsync(
                        services.Sessions, context, userId, null, SessionRevocation.SecurityChanged, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return outcome;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed the user at the same moment, perhaps with this very code.
            outcome = CodeOutcome.Rejected;
        }

        if (outcome == CodeOutcome.Accepted)
        {
            SessionEnding.Announce(services.Sessions, userId, revoked, SessionRevocation.SecurityChanged);
            Log.TwoFactorChanged(
                services.Sessions.Logger, userId, change == AuthenticationEventKind.TwoFactorEnabled ? "enabled" : "disabled");
        }

        await ConcludeAsync(services, userId, outcome, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private static async Task RemoveAsync(DbContext context, User user, CancellationToken cancellationToken)
    {
        user.TwoFactorEnabled = false;
        user.TotpSecret = null;
        user.TotpCreatedAt = null;
        await context.Set<RecoveryCode>()
            .Where(other => other.UserId == user.Id)
            .ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private static Task ConcludeAsync(AccountServices services, Guid userId, CodeOutcome outcome, CancellationToken cancellationToken) =>
        outcome switch
        {
            CodeOutcome.Accepted => SecondFactor.SucceededInSessionAsync(services, userId),
            CodeOutcome.Rejected =>
                AuthenticationLog.WriteAsync(services.Sessions, AuthenticationEventKind.SecondFactorFailed, userId, cancellationToken),
            _ => Task.CompletedTask,
        };

    private static TwoFactorResult Result(CodeOutcome outcome) => outcome switch
    {
        CodeOutcome.Accepted => new TwoFactorResult.Accepted(),
        CodeOutcome.Rejected => new TwoFactorResult.Rejected(),
        _ => new TwoFactorResult.NotEnrolled(),
    };
}
