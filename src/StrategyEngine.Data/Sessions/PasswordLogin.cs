using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Passwords;
using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>Logs in with a password.</summary>
/// <remarks>
/// Throttling is the same whether or not the user exists; after it, every log-in costs one hash: of an unknown user, a decoy's.
/// </remarks>
internal static class PasswordLogin
{
    private const int MaxNameLength = 1024;

    public static async Task<LoginResult> LogInAsync(
        AccountServices services, string name, string password, string? ipAddress, string? userAgent, SessionRequest request, CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var root = keys.Root!;
        if (ClientText.Network(ipAddress) is { } network
            && await services.Throttles.TakeAsync(ThrottleKey.Network(root, network), cancellationToken).ConfigureAwait(false) is { } untilNetwork)
            return Throttled(services, untilNetwork);

        // What cannot be a name is counted and hashed as one that nobody has.
        var normalized = name.Length <= MaxNameLength ? AccountNames.Normalize(name) : null;
        var user = normalized is null ? null : await FindAsync(services, normalized, cancellationToken).ConfigureAwait(false);
        var account = ThrottleKey.Account(root, user?.NormalizedUsername ?? normalized ?? "");
        if (await services.Throttles.BeginAsync(account, cancellationToken).ConfigureAwait(false) is { } untilAccount)
            return Throttled(services, untilAccount);

        var verification = await services.Hasher.VerifyAsync(password, user?.PasswordHash, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Throttled)
        {
            await services.Throttles.ForgiveAsync(account, cancellationToken).ConfigureAwait(false);
            return Throttled(services, AccountServices.HashBacklog);
        }

        if (verification == PasswordVerification.Wrong || user is not { IsActive: true })
        {
            Log.LoginFailed(services.Sessions.Logger);
            return new LoginResult.Failed();
        }

        await services.Throttles.ResetAsync(account, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.RightNeedsRehash)
            await RehashAsync(services, user, password, cancellationToken).ConfigureAwait(false);
        if (!user.TwoFactorEnabled)
            return await OpenSessionAsync(services, user.Id, user.SecurityVersion, ["pwd"], ipAddress, userAgent, request, cancellationToken).ConfigureAwait(false);

        var expiresAt = services.Sessions.Now + services.Options.TwoFactorChallengeLifetime;
        var challenge = new TwoFactorChallenge(user.Id, user.SecurityVersion, expiresAt);
        return new LoginResult.TwoFactorRequired(new IssuedToken(challenge.Encode(root.Challenge), expiresAt));
    }

    /// <summary>The session after all factors, unless the user's security version has moved on.</summary>
    public static async Task<LoginResult> OpenSessionAsync(
        AccountServices services, Guid userId, int securityVersion, string[] methods, string? ipAddress, string? userAgent, SessionRequest request, CancellationToken cancellationToken)
    {
        var created = await SessionCreation.CreateAsync(
            services.Sessions, userId, securityVersion, ipAddress, userAgent, request with { AuthenticationMethods = methods }, cancellationToken).ConfigureAwait(false);
        return created switch
        {
            CreateSessionResult.Created success => new LoginResult.Success(success.Tokens),
            CreateSessionResult.TooManySessions => new LoginResult.TooManySessions(),
            _ => new LoginResult.Failed(),
        };
    }

    public static LoginResult.Throttled Throttled(AccountServices services, TimeSpan retryAfter)
    {
        Log.LoginThrottled(services.Sessions.Logger, retryAfter);
        return new LoginResult.Throttled(retryAfter);
    }

    private static async Task<Candidate?> FindAsync(AccountServices services, string normalized, CancellationToken cancellationToken)
    {
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var users = context.Set<User>().AsNoTracking();
            var matches = normalized.Contains('@', StringComparison.Ordinal)
                ? users.Where(user => user.Email == normalized)
                : users.Where(user => user.NormalizedUsername == normalized);
            return await matches
                .Select(user => new Candidate(user.Id, user.NormalizedUsername, user.PasswordHash, user.IsActive, user.TwoFactorEnabled, user.SecurityVersion))
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Best effort: whoever changed the user meanwhile knows better, and the next log-in tries again.
    private static async Task RehashAsync(AccountServices services, Candidate verified, string password, CancellationToken cancellationToken)
    {
        if (await services.Hasher.HashAsync(password, cancellationToken).ConfigureAwait(false) is not { } hash)
            return;
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == verified.Id, cancellationToken).ConfigureAwait(false);
            if (user is null || user.PasswordHash != verified.PasswordHash)
                return;
            user.PasswordHash = hash;
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                Log.PasswordRehashed(services.Sessions.Logger, verified.Id);
            }
            catch (DbUpdateConcurrencyException)
            {
            }
        }
    }

    private sealed record Candidate(Guid Id, string NormalizedUsername, string? PasswordHash, bool IsActive, bool TwoFactorEnabled, int SecurityVersion)
    {
        public override string ToString() => nameof(Candidate);
    }
}
