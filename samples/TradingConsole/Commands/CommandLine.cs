using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

/// <summary>What may be typed after <c>dotnet run --project samples/TradingConsole --</c>.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var command = Create().Parse(args);
        if (command.Errors.Count > 0)
            return FailureReport.Write(new Failure(string.Join(' ', command.Errors.Select(error => error.Message))), Console.Error);
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
            KeysCommand.Create(runner),
            LoginCommand.Create(runner),
            SessionsCommand.Create(runner),
        };
        runner.SetAction<Tour>(root, (tour, _, cancellationToken) => tour.RunAsync(cancellationToken));
        return root;
    }
}
