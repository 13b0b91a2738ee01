using Spectre.Console;

using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Writes the keys of the ring anew under the secret, and wraps the data keys under the newest of them.</summary>
internal sealed class ProtectKeysStep(KeyRing ring, EncryptionKeyManager keys, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        if (Environment.GetEnvironmentVariable(TradingServices.KeySecretVariable) is null)
        {
            throw new Failure(
                $"There is no secret: set {TradingServices.KeySecretVariable}, for instance to what 'openssl rand -base64 32' prints.");
        }

        var reprotected = await ring.ReprotectAsync(cancellationToken);
        var rewrapped = await keys.RewrapAsync(cancellationToken: cancellationToken);
        console.MarkupLineInterpolated(
            $"Protected [green]{reprotected}[/] ring keys by the secret, and moved [green]{rewrapped}[/] data keys to the newest one.");
    }
}
