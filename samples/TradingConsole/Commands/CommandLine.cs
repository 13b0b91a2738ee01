using System.CommandLine;
using System.CommandLine.Invocation;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

/// <summary>What may be typed after <c>dotnet run --project samples/TradingConsole --</c>.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var command = Create().Parse(args);
        if (command.Action is ParseErrorAction error)
            error.ShowHelp = false;
        try
        {
            return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            return FailureReport.Write(exception, Console.Error);
        }
    }

    private static RootCommand Create()
    {
        var database = new Option<FileInfo>("--database")
        {
            Description = "The SQLite file; its key ring and pictures lie beside it",
            HelpName = "PATH",
            DefaultValueFactory = _ => DatabaseLocation.Default.Database,
            Recursive = true,
        };
        var runner = new CommandRunner(database);
        var root = new RootCommand("A tour of StrategyEngine.Data: without a command, from an empty file to a finished back-test and a live feed.")
        {
            database,
            MigrateCommand.Create(runner),
            StatusCommand.Create(runner),
            ImportCommand.Create(runner),
            BacktestCommand.Create(runner),
        };
        runner.SetAction<MigrateStep>(root, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return root;
    }
}
