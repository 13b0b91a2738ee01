using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions.Passwords;
using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.Tokens;
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
        AccountServices services,
        string name,
        string password,
        ClientInfo client,
        SessionRequest request,
        CancellationToken cancellationToken)
    {
        var time = services.Sessions.TimeProvider;
        var began = time.GetTimestamp();
        var result = await TryAsync(services, name, password, client, request, cancellationToken).ConfigureAwait(false);
        if (result is LoginResult.Failed
            && services.Options.MinFailedLoginDuration - time.GetElapsedTime(began) is { Ticks: > 0 } remainder)
        {
            await Task.Delay(remainder, time, cancellationToken).ConfigureAwait(false);
        }

        SessionMetrics.LoggedIn(Names.Of(result));
        return result;
    }

    /// <summary>The session after all factors, unless the user's security version has moved on.</summary>
    public static async Task<LoginResult> OpenSessionAsync(
        AccountServices services, SessionRootKey root, SessionOpening opening, KnownDevice? device, CancellationToken cancellationToken)
    {
        var created = await SessionCreation.CreateAsync(services.Sessions, opening with { IsNewDevice = device is null }, cancellationToken)
            .ConfigureAwait(false);
        return created switch
        {
            CreateSessionResult.Created success =>
                new LoginResult.Success(success.Tokens, Known(services, opening, device).Issue(root.Device)),
            CreateSessionResult.TooManySessions => new LoginResult.TooManySessions(),
            _ => new LoginResult.Failed(),
        };
    }

    public static LoginResult.Throttled Throttled(AccountServices services, TimeSpan retryAfter)
    {
        Log.LoginThrottled(services.Sessions.Logger, retryAfter);
        return new LoginResult.Throttled(retryAfter);
    }

    public static async Task<LoginResult> FailAsync(
        AccountServices services, Guid? userId, string why, ClientInfo client, CancellationToken cancellationToken)
    {
        Log.LoginFailed(services.Sessions.Logger);
        await AuthenticationLog.WriteAsync(
            services.Sessions, AuthenticationEventKind.LoginFailed, userId, cancellationToken, detail: why, client: client)
            .ConfigureAwait(false);
        return new LoginResult.Failed();
    }

    private static async Task<LoginResult> TryAsync(
        AccountServices services,
        string name,
        string password,
        ClientInfo client,
        SessionRequest request,
        CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var root = keys.Root!;

        // What cannot be a name is looked up, counted and hashed as one that nobody has.
        var normalized = name.Length <= MaxNameLength ? AccountNames.Normalize(name) : null;
        var user = await FindAsync(services, normalized ?? "", cancellationToken).ConfigureAwait(false);
        var device = KnownDevice.Find(client.DeviceToken, user?.Id, user?.SecurityVersion, root.Device, services.Sessions.Now);
        var origin = device is not null ? ThrottleKey.DeviceRate(root, device)
            : ClientText.Network(client.IpAddress) is { } network ? ThrottleKey.Network(root, network)
            : null;
        if (origin is not null && await services.Throttles.TakeAsync(origin, cancellationToken).ConfigureAwait(false) is { } untilOrigin)
            return Throttled(services, untilOrigin);
        var attempts = device is null
            ? ThrottleKey.Account(root, user?.NormalizedUsername ?? normalized ?? "")
            : ThrottleKey.Device(root, device);
        if (await services.Throttles.BeginAsync(attempts, cancellationToken).ConfigureAwait(false) is { } untilAccount)
            return Throttled(services, untilAccount);

        var verification = await services.Hasher.VerifyAsync(password, user?.PasswordHash, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Throttled)
        {
            await services.Throttles.ForgiveAsync(attempts, cancellationToken).ConfigureAwait(false);
            return Throttled(services, AccountServices.HashBacklog);
        }

        if (user is null)
            return await FailAsync(services, null, "unknown_user", client, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.Wrong)
            return await FailAsync(services, user.Id, "wrong_password", client, cancellationToken).ConfigureAwait(false);
        if (!user.IsActive)
            return await FailAsync(services, user.Id, "user_disabled", client, cancellationToken).ConfigureAwait(false);

        await services.Throttles.ResetAsync(attempts, cancellationToken).ConfigureAwait(false);
        if (verification == PasswordVerification.RightNeedsRehash)
            await RehashAsync(services, user, password, cancellationToken).ConfigureAwait(false);
        if (!user.TwoFactorEnabled)
        {
            var opening = new SessionOpening(user.Id, user.SecurityVersion, client, request with { AuthenticationMethods = ["pwd"] });
            return await OpenSessionAsync(services, root, opening, device, cancellationToken).ConfigureAwait(false);
        }

        var expiresAt = services.Sessions.Now + services.Options.TwoFactorChallengeLifetime;
        var challenge = new TwoFactorChallenge(user.Id, user.SecurityVersion, expiresAt);
        return new LoginResult.TwoFactorRequired(new IssuedToken(challenge.Encode(root.Challenge), expiresAt));
    }

    private static KnownDevice Known(AccountServices services, SessionOpening opening, KnownDevice? device)
    {
        var now = services.Sessions.TimeProvider.GetUtcNow();
        return new KnownDevice(
            device?.Id ?? Guid.CreateVersion7(now),
            opening.UserId,
            opening.SecurityVersion!.Value,
            now + services.Options.KnownDeviceLifetime);
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
                .Select(
                    user => new Candidate(
                        user.Id, user.NormalizedUsername, user.PasswordHash, user.IsActive, user.TwoFactorEnabled, user.SecurityVersion))
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Best effort: whoever changed the user meanwhile knows better, and the next log-in tries again.
    private static async Task RehashAsync(
        AccountServices services, Candidate verified, string password, CancellationToken cancellationToken)
    {
        if (await services.Hasher.HashAsync(password, cancellationToken).ConfigureAwait(false) is not { } hash)
            return;
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var user = await context.Set<User>().SingleOrDefaultAsync(user => user.Id == verified.Id, cancellationToken)
                .ConfigureAwait(false);
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

    private sealed record Candidate(
        Guid Id, string NormalizedUsername, string? PasswordHash, bool IsActive, bool TwoFactorEnabled, int SecurityVersion)
    {
        public override string ToString() => nameof(Candidate);
    }
}
