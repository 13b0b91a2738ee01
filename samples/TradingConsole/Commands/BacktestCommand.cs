using System.CommandLine;

using TradingConsole.Backtesting;
using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class BacktestCommand
{
    public static Command Create(CommandRunner runner)
    {
        var standard = BacktestRequest.OfTheTour;
        var user = new Option<string>("--user") { Description = "Whose strategy it is", DefaultValueFactory = _ => standard.Username };
        var exchange = new Option<string>("--exchange") { Description = "Whose candles", DefaultValueFactory = _ => standard.Exchange };
        var symbol = new Option<string>("--symbol")
        {
            Description = "The exchange's own symbol",
            DefaultValueFactory = _ => standard.Symbol
        };
        var timeframe = TimeframeOption.Create(_ => standard.Timeframe);
        var fast = new Option<int>("--fast")
        {
            Description = "Closes in the fast average",
            DefaultValueFactory = _ => standard.Settings.FastPeriod
        };
        var slow = new Option<int>("--slow")
        {
            Description = "Closes in the slow average",
            DefaultValueFactory = _ => standard.Settings.SlowPeriod
        };
        var command = new Command("backtest", "Runs the crossover over stored candles and records it") { user, exchange, symbol, timeframe,
            fast, slow };
        runner.SetAction<BacktestAndReport>(command, (steps, arguments, cancellationToken) => steps.RunAsync(
            new BacktestRequest(
                arguments.GetRequiredValue(user),
                arguments.GetRequiredValue(exchange).ToLowerInvariant(),
                arguments.GetRequiredValue(symbol),
                arguments.GetRequiredValue(timeframe),
                Settings(arguments.GetValue(fast), arguments.GetValue(slow))),
            cancellationToken));
        return command;
    }

    private static CrossoverSettings Settings(int fast, int slow) => fast >= 1 && slow > fast
        ? BacktestRequest.OfTheTour.Settings with { FastPeriod = fast, SlowPeriod = slow }
        : throw new Failure("--fast must be at least 1, and --slow more than --fast.");

    /// <summary>The two steps of the tour that a back-test is.</summary>
    internal sealed class BacktestAndReport(BacktestStep backtest, ReportStep report)
    {
        public async Task RunAsync(BacktestRequest request, CancellationToken cancellationToken) =>
            report.Run(await backtest.RunAsync(request, cancellationToken));
    }
}
