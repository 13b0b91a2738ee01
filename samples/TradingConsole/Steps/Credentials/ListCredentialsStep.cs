using Spectre.Console;

using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Lists the credentials of a user's programs, ended ones included.</summary>
internal sealed class ListCredentialsStep(
    ServiceCredentials credentials, UserLookup users, SchemaCheck schema, IAnsiConsole console, TimeProvider timeProvider)
{
    public async Task RunAsync(string username, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var user = await users.RequireAsync(username, cancellationToken);
        var all = await credentials.ListAsync(user.Id, cancellationToken);
        if (all.Count == 0)
            console.MarkupLineInterpolated($"{user.Username} has no credential.");
        else
            console.Write(CredentialTable.Of(all, timeProvider.GetUtcNow()));
    }
}
