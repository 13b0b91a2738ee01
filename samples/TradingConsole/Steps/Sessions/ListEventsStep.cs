using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Shows what happened to a user's account, sessions and credentials, the latest first.</summary>
internal sealed class ListEventsStep(AccountManager accounts, UserLookup users, SchemaCheck schema, IAnsiConsole console)
{
    private const int Shown = 10;

    public async Task RunAsync(string username, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var user = await users.RequireAsync(username, cancellationToken);
        console.Write(EventTable.Of(await accounts.ListEventsAsync(user.Id, Shown, cancellationToken)));
    }
}
