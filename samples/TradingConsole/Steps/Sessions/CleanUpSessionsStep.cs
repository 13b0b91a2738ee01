using Spectre.Console;

using StrategyEngine.Data.Sessions;

namespace TradingConsole.Steps;

/// <summary>Deletes sessions that have ended, and what else no session needs.</summary>
internal sealed class CleanUpSessionsStep(SessionManager sessions, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var report = await sessions.CleanupExpiredSessionsAsync(cancellationToken);
        console.MarkupLineInterpolated(
            $"Deleted [green]{report.Sessions}[/] ended sessions, [green]{report.Throttles}[/] records of attempts, [green]{report.SigningKeys}[/] signing keys and [green]{report.Events}[/] events.");
    }
}
