using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Asks for an exchange key as a person would over the network: without a second factor, and with a recent one.</summary>
internal sealed class RevealApiKeyStep(AccountManager accounts, SessionManager sessions, IAnsiConsole console)
{
    public async Task RunAsync(SessionTokens own, Guid credentialId, CancellationToken cancellationToken)
    {
        var other = await OpenWithoutCodeAsync(own.UserId, cancellationToken);
        var refused = await RevealAsync(other, credentialId, cancellationToken);
        console.MarkupLineInterpolated($"A session without a second factor asks for an exchange key: [yellow]{refused.GetType().Name}[/].");
        await accounts.LogOutAsync(other.AccessToken.Reveal(), cancellationToken);

        if (await RevealAsync(own, credentialId, cancellationToken) is not RevealCredentialResult.Granted granted)
            throw new Failure("The key was not revealed to the session that gave its code.");
        console.MarkupLineInterpolated(
            $"This session, which gave its code just now, asks too: [green]{nameof(RevealCredentialResult.Granted)}[/].");
        console.MarkupLineInterpolated($"Key       [green]{MaskedText.Of(granted.Credential.ApiKey!.Reveal())}[/]");
        console.WriteLine($"It is the key at {granted.Credential.Exchange}. Both answers were recorded: see 'sessions events'.");
    }

    private async Task<SessionTokens> OpenWithoutCodeAsync(Guid userId, CancellationToken cancellationToken) =>
        await sessions.CreateSessionAsync(userId, ConsoleClient.Info, cancellationToken: cancellationToken) switch
        {
            CreateSessionResult.Created created => created.Tokens,
            var refused => throw new Failure($"The session was not opened: {refused.GetType().Name}."),
        };

    private Task<RevealCredentialResult> RevealAsync(SessionTokens session, Guid credentialId, CancellationToken cancellationToken) =>
        accounts.RevealCredentialAsync(session.AccessToken.Reveal(), credentialId, ConsoleClient.Info, cancellationToken);
}
