using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Sessions;

/// <summary>The second step of logging in.</summary>
internal static class TwoFactorLogin
{
    private static readonly string[] BothFactors = ["pwd", "otp", "mfa"];

    public static async Task<LoginResult> CompleteAsync(
        AccountServices services,
        string challenge,
        string code,
        ClientInfo client,
        SessionRequest request,
        CancellationToken cancellationToken)
    {
        var result = await TryAsync(services, challenge, code, client, request, cancellationToken).ConfigureAwait(false);
        SessionMetrics.LoggedIn(Names.Of(result));
        return result;
    }

    private static async Task<LoginResult> TryAsync(
        AccountServices services,
        string challenge,
        string code,
        ClientInfo client,
        SessionRequest request,
        CancellationToken cancellationToken)
    {
        var keys = await services.Sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var root = keys.Root!;
        var now = services.Sessions.Now;
        if (TwoFactorChallenge.TryParse(challenge, root.Challenge) is not { } proven)
            return new LoginResult.Failed();
        if (proven.ExpiresAt <= now)
            return new LoginResult.Failed();
        var device = KnownDevice.Find(client.DeviceToken, proven.UserId, proven.SecurityVersion, root.Device, now);
        var attempts = ThrottleKey.SecondFactor(root, proven.UserId, device);
        if (await SecondFactor.BeginAsync(services, attempts, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return PasswordLogin.Throttled(services, retryAfter);
        var outcome = await services.Sessions.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var outcome = await SecondFactor.SpendAsync(context, services, proven.UserId, proven.SecurityVersion, code, token)
                    .ConfigureAwait(false);
                if (outcome == CodeOutcome.Accepted)
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                return outcome;
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome != CodeOutcome.Accepted)
            return await PasswordLogin.FailAsync(services, proven.UserId, "wrong_code", client, cancellationToken).ConfigureAwait(false);

        await SecondFactor.SucceededAsync(services, attempts).ConfigureAwait(false);
        var opening = new SessionOpening(
            proven.UserId, proven.SecurityVersion, client, request with { AuthenticationMethods = BothFactors });
        return await PasswordLogin.OpenSessionAsync(services, root, opening, device, cancellationToken).ConfigureAwait(false);
    }
}
