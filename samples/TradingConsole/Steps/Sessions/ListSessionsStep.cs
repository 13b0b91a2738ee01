using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Lists the live sessions of a user.</summary>
internal sealed class ListSessionsStep(SessionManager sessions, UserLookup users, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(string username, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var user = await users.RequireAsync(username, cancellationToken);
        var live = await sessions.ListSessionsAsync(user.Id, cancellationToken);
        if (live.Count == 0)
            console.MarkupLineInterpolated($"{user.Username} has no live session.");
        else
            console.Write(SessionTable.Of(live));
    }
}
