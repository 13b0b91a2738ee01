using Spectre.Console;

using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Writes a recovery kit of the key ring.</summary>
internal sealed class ExportKeysStep(
    KeyRingRecoveryKit kit, EncryptionKeyManager keys, SchemaCheck schema, KitPassphrase passphrases, IAnsiConsole console)
{
    public async Task RunAsync(FileInfo file, PassphraseSource source, bool generate, bool overwrite, CancellationToken cancellationToken)
    {
        // A kit of another ring would restore nothing, and might replace one that does.
        await schema.RequireCurrentAsync(cancellationToken);
        var missing = (await keys.GetStatusAsync(cancellationToken)).RingKeys.Where(key => key.Availability == RingKeyAvailability.Missing)
            .ToList();
        if (missing.Count > 0)
        {
            throw new Failure(
                $"The key ring lacks {missing.Count} keys that the database needs, the first {missing[0].KeyId:D}: it is not the "
                + $"database's own. No kit was written.");
        }

        var passphrase = generate ? KeyRingRecoveryKit.GeneratePassphrase() : await passphrases.AskTwiceAsync(source, cancellationToken);
        var manifest = await kit.ExportAsync(file.FullName, passphrase, overwrite, cancellationToken);
        console.MarkupLineInterpolated(
            $"Wrote [green]{manifest.Keys.Count}[/] keys of the ring to {file.FullName}. Keep it apart from the database, and its passphrase apart from it.");
        if (generate)
            console.MarkupLineInterpolated($"Passphrase [bold yellow]{passphrase}[/]: it is not shown again.");
    }
}
