using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class MigrateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("migrate", "Brings the database up to date");
        runner.SetAction<MigrateStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }
}
