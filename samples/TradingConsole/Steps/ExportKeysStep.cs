using Spectre.Console;

using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Writes a recovery kit of the key ring.</summary>
internal sealed class ExportKeysStep(KeyRingRecoveryKit kit, KitPassphrase passphrases, IAnsiConsole console)
{
    public async Task RunAsync(FileInfo file, PassphraseSource source, bool generate, bool overwrite, CancellationToken cancellationToken)
    {
        var passphrase = generate ? KeyRingRecoveryKit.GeneratePassphrase() : await passphrases.AskTwiceAsync(source, cancellationToken);
        var manifest = await kit.ExportAsync(file.FullName, passphrase, overwrite, cancellationToken);
        console.MarkupLineInterpolated($"Wrote [green]{manifest.Keys.Count}[/] keys of the ring to {file.FullName}. Keep it apart from the database, and its passphrase apart from it.");
        if (generate)
            console.MarkupLineInterpolated($"Passphrase [bold yellow]{passphrase}[/]: it is not shown again.");
    }
}
