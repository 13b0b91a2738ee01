using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class KeysCommand
{
    public static Command Create(CommandRunner runner) =>
        new("keys", "Shows, rotates and re-encrypts under the data keys; saves and restores the key ring")
    {
        Status(runner),
        Rotate(runner),
        Reencrypt(runner),
        Protect(runner),
        Export(runner),
        Import(runner),
    };

    private static Command Status(CommandRunner runner)
    {
        var command = new Command("status", "Shows the data keys, and how many stored values each protects");
        runner.SetAction<KeyStatusStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Rotate(CommandRunner runner)
    {
        var command = new Command("rotate", "Makes a new data key, which seals what is written from now on");
        runner.SetAction<RotateKeyStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Reencrypt(CommandRunner runner)
    {
        var command = new Command("reencrypt", "Moves every stored value to the newest data key");
        runner.SetAction<ReencryptStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Protect(CommandRunner runner)
    {
        var command = new Command(
            "protect", $"Protects a key ring that is stored in clear by the secret in {TradingServices.KeySecretVariable}");
        runner.SetAction<ProtectKeysStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Export(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write" };
        var (passphraseFile, passphraseVariable) = PassphraseOptions();
        var generate = new Option<bool>("--generate") { Description = "Make a passphrase and show it" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        var command = new Command("export", "Writes a recovery kit of the key ring, sealed by a passphrase") { file, passphraseFile,
            passphraseVariable, generate, overwrite };
        runner.SetAction<ExportKeysStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            arguments.GetRequiredValue(file),
            new PassphraseSource(arguments.GetValue(passphraseFile), arguments.GetValue(passphraseVariable)),
            arguments.GetValue(generate),
            arguments.GetValue(overwrite),
            cancellationToken));
        return command;
    }

    private static Command Import(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("file") { Description = "The recovery kit" };
        var (passphraseFile, passphraseVariable) = PassphraseOptions();
        var command = new Command("import", "Adds the keys of a recovery kit to the key ring") { file, passphraseFile, passphraseVariable };
        runner.SetAction<ImportKeysStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            arguments.GetRequiredValue(file),
            new PassphraseSource(arguments.GetValue(passphraseFile), arguments.GetValue(passphraseVariable)),
            cancellationToken));
        return command;
    }

    private static (Option<FileInfo?> File, Option<string?> Variable) PassphraseOptions() =>
        (new("--passphrase-file") { Description = "A file whose first line is the passphrase; without it, it is asked for" },
        new("--passphrase-variable") { Description = "The environment variable that holds the passphrase" });
}
