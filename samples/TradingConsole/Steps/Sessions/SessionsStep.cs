using Spectre.Console;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

using ValidationResult = StrategyEngine.Data.Sessions.ValidationResult;

namespace TradingConsole.Steps;

/// <summary>Opens further sessions, lists them, refreshes one and revokes another.</summary>
internal sealed class SessionsStep(SessionManager sessions, IAnsiConsole console)
{
    public async Task RunAsync(SessionTokens own, CancellationToken cancellationToken)
    {
        await OpenAsync(
            own.UserId, "198.51.100.7", "Phone/1.0", new SessionRequest { Type = SessionType.Mobile, Remember = true }, cancellationToken);
        var bot = await OpenAsync(
            own.UserId,
            "203.0.113.20",
            "Bot/1.0",
            new SessionRequest { Type = SessionType.Trading, Scopes = ["candles", "orders"] },
            cancellationToken);
        console.Write(SessionTable.Of(await sessions.ListSessionsAsync(own.UserId, cancellationToken), own.SessionId));

        var rotated =
            await sessions.RefreshTokenAsync(own.RefreshToken.Reveal(), cancellationToken: cancellationToken) as RefreshResult.Rotated
            ?? throw new Failure("The session could not be refreshed.");
        console.MarkupLineInterpolated(
            $"Refreshed this session: a new access token until {rotated.Tokens.AccessToken.ExpiresAt:HH:mm:ss} UTC, and a new refresh token in the place of the spent one.");

        await ValidateAsync("Before revoking, the bot's access token is", bot, cancellationToken);
        await sessions.RevokeSessionAsync(bot.SessionId, SessionRevocation.RevokedByUser, cancellationToken: cancellationToken);
        await ValidateAsync("After revoking, the same token is", bot, cancellationToken);
        console.Write(SessionTable.Of(await sessions.ListSessionsAsync(own.UserId, cancellationToken), own.SessionId));
    }

    private async Task<SessionTokens> OpenAsync(
        Guid userId, string address, string userAgent, SessionRequest request, CancellationToken cancellationToken) =>
        await sessions.CreateSessionAsync(userId, new ClientInfo(address, userAgent), request, cancellationToken) switch
        {
            CreateSessionResult.Created created => created.Tokens,
            var refused => throw new Failure($"The session was not opened: {refused.GetType().Name}."),
        };

    private async Task ValidateAsync(string what, SessionTokens tokens, CancellationToken cancellationToken)
    {
        var result = await sessions.ValidateTokenAsync(
            tokens.AccessToken.Reveal(), TokenFreshness.Strict, cancellationToken: cancellationToken);
        var (colour, verdict) = result switch
        {
            ValidationResult.Valid valid => ("green", $"valid, for {string.Join(" and ", valid.Session.Scopes)}"),
            ValidationResult.Rejected rejected => ("red", $"rejected: {rejected.Reason}"),
            _ => ("yellow", "unknown"),
        };
        console.MarkupLine($"{what} [{colour}]{verdict.EscapeMarkup()}[/].");
    }
}
