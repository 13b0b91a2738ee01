using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

/// <summary>What may be typed after <c>dotnet run --project samples/TradingConsole --</c>.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var command = Create().Parse(args);
        if (command.Errors.Count > 0)
            return FailureReport.Write(new Failure(string.Join(' ', command.Errors.Select(error => error.Message))), Console.Error);
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            return await command.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation.Token);
        }
        catch (Exception exception)
        {
            return FailureReport.Write(exception, Console.Error);
        }

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            cancellation.Cancel();
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
        var root =
            new RootCommand("A tour of StrategyEngine.Data: without a command, from an empty file to a finished back-test and a live feed.")
        {
            database,
            MigrateCommand.Create(runner),
            StatusCommand.Create(runner),
            ImportCommand.Create(runner),
            BacktestCommand.Create(runner),
            KeysCommand.Create(runner),
            LoginCommand.Create(runner),
            SessionsCommand.Create(runner),
            DatabaseCommand.Create(runner),
        };
        runner.SetAction<Tour>(root, (tour, _, cancellationToken) => tour.RunAsync(cancellationToken));
        return root;
    }
}
