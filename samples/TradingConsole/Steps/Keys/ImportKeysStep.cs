using Spectre.Console;

using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Adds the keys of a recovery kit to the key ring.</summary>
internal sealed class ImportKeysStep(KeyRingRecoveryKit kit, KitPassphrase passphrases, IAnsiConsole console)
{
    public async Task RunAsync(FileInfo file, PassphraseSource source, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new Failure($"There is no file {file.FullName}.");
        await using var stream = file.OpenRead();
        var import = await kit.ImportAsync(stream, await passphrases.AskAsync(source, cancellationToken), cancellationToken);
        console.MarkupLineInterpolated(
            $"Added [green]{import.Added.Count}[/] keys to the ring, which had {import.Skipped.Count} of them already. Other programs notice when they start.");
    }
}
