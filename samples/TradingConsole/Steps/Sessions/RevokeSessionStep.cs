using Spectre.Console;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace TradingConsole.Steps;

/// <summary>Ends one session.</summary>
internal sealed class RevokeSessionStep(SessionManager sessions, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        if (!await sessions.RevokeSessionAsync(sessionId, SessionRevocation.RevokedByAdministrator, cancellationToken: cancellationToken))
            throw new Failure($"There is no live session {sessionId}.");
        console.MarkupLineInterpolated($"Revoked session [green]{sessionId}[/]: its tokens are no longer accepted.");
    }
}
