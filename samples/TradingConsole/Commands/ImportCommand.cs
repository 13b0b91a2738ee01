using System.CommandLine;

using StrategyEngine.Data.Model;

using TradingConsole.Import;
using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class ImportCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with the header open_time_utc,open,high,low,close,volume" };
        var exchange = new Option<string>("--exchange") { Description = "Where the candles come from, such as binance", Required = true, HelpName = "CODE" };
        var symbol = new Option<string>("--symbol") { Description = "The exchange's own symbol, such as BTCUSDT", Required = true, HelpName = "SYMBOL" };
        var timeframe = TimeframeOption.Create();
        var assetClass = new Option<AssetClass>("--asset-class") { Description = "What kind of instrument it is", DefaultValueFactory = _ => AssetClass.Crypto };
        var command = new Command("import", "Stores the candles of a file") { file, exchange, symbol, timeframe, assetClass };
        runner.SetAction<ImportFileStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            new CandleFile(
                arguments.GetRequiredValue(file).FullName,
                arguments.GetRequiredValue(exchange).ToLowerInvariant(),
                arguments.GetRequiredValue(symbol),
                arguments.GetValue(assetClass),
                arguments.GetRequiredValue(timeframe)),
            cancellationToken));
        return command;
    }
}
