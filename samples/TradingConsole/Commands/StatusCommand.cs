using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("status", "Shows the schema, the tables and the settings of the database");
        runner.SetAction<StatusStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }
}
