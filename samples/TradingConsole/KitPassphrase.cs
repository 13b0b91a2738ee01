using Spectre.Console;

namespace TradingConsole;

/// <summary>Asks for the passphrase of a recovery kit without showing it, unless a file or a variable has it.</summary>
internal sealed class KitPassphrase(IAnsiConsole console)
{
    public async Task<string> AskAsync(PassphraseSource source, CancellationToken cancellationToken) =>
        await ReadAsync(source, cancellationToken) ?? await PromptAsync("Passphrase", cancellationToken);

    /// <summary>Asks again, because a slip would make a kit that nobody can open.</summary>
    public async Task<string> AskTwiceAsync(PassphraseSource source, CancellationToken cancellationToken)
    {
        if (await ReadAsync(source, cancellationToken) is { } given)
            return given;
        var passphrase = await PromptAsync("Passphrase", cancellationToken);
        return await PromptAsync("The same again", cancellationToken) == passphrase
            ? passphrase
            : throw new Failure("The two passphrases differ.");
    }

    private static async Task<string?> ReadAsync(PassphraseSource source, CancellationToken cancellationToken)
    {
        if (source.File is { } file)
        {
            if (!file.Exists)
                throw new Failure($"There is no file {file.FullName}.");
            using var reader = file.OpenText();
            return await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line
                ? line
                : throw new Failure($"The first line of {file.FullName} is empty.");
        }

        if (source.Variable is { } variable)
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
                ? value
                : throw new Failure($"The environment variable {variable} is not set.");
        }

        return null;
    }

    private async Task<string> PromptAsync(string what, CancellationToken cancellationToken) =>
        console.Profile.Capabilities.Interactive
            ? await console.PromptAsync(new TextPrompt<string>($"{what}:").Secret(null), cancellationToken)
            : throw new Failure("There is no terminal to ask on. Give --passphrase-file or --passphrase-variable.");
}
