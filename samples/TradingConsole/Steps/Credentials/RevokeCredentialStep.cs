using Spectre.Console;

using StrategyEngine.Data.Sessions;

namespace TradingConsole.Steps;

/// <summary>Ends one credential.</summary>
internal sealed class RevokeCredentialStep(ServiceCredentials credentials, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        if (!await credentials.RevokeAsync(credentialId, cancellationToken: cancellationToken))
            throw new Failure($"There is no credential {credentialId}, or it was revoked before.");
        console.MarkupLineInterpolated($"Revoked credential [green]{credentialId}[/]: its key is no longer accepted.");
    }
}
