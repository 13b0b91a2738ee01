using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class KeysCommand
{
    public static Command Create(CommandRunner runner) => new("keys", "Shows, rotates and re-encrypts under the data keys")
    {
        Status(runner),
        Rotate(runner),
        Reencrypt(runner),
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
}
