using Spectre.Console;

using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Makes a new data key, which seals what is written from now on.</summary>
internal sealed class RotateKeyStep(EncryptionKeyManager keys, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var key = await keys.RotateDataKeyAsync(cancellationToken);
        console.MarkupLineInterpolated(
            $"Rotated: data key [bold yellow]{key.KeyId:x8}[/], generation {key.Generation}, seals new values; older keys still open theirs.");
    }
}
