using System.CommandLine;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

using TradingConsole.Import;
using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class ImportCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV, plain, gzip or zip" };
        var format = new Option<string>(
            "--format")
        {
            Description = "default: with the header open_time_utc,open,high,low,close,volume; binance: as Binance offers for download",
            DefaultValueFactory = _ => "default"
        };
        format.AcceptOnlyFromAmong("default", "binance");
        var level = new Option<CandleValidationLevel>("--validation") { Description = "How much of what is doubtful is refused" };
        var complete = new Option<bool>("--complete")
        {
            Description = "The file holds all that the exchange has: what it leaves out between its first and last candle is no gap"
        };
        var exchange = new Option<string>("--exchange")
        {
            Description = "Where the candles come from, such as binance",
            Required = true,
            HelpName = "CODE"
        };
        var symbol = new Option<string>("--symbol")
        {
            Description = "The exchange's own symbol, such as BTCUSDT",
            Required = true,
            HelpName = "SYMBOL"
        };
        var timeframe = TimeframeOption.Create();
        var assetClass = new Option<AssetClass>("--asset-class")
        {
            Description = "What kind of instrument it is",
            DefaultValueFactory = _ => AssetClass.Crypto
        };
        var command = new Command("import", "Stores the candles of a file") { file, exchange, symbol, timeframe, assetClass, format, level,
            complete };
        runner.SetAction<ImportFileStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            new CandleFile(
                arguments.GetRequiredValue(file).FullName,
                arguments.GetRequiredValue(exchange).ToLowerInvariant(),
                arguments.GetRequiredValue(symbol),
                arguments.GetValue(assetClass),
                arguments.GetRequiredValue(timeframe))
            {
                Format = arguments.GetValue(format) == "binance" ? CandleCsvFormat.Binance : CandleCsvFormat.Default,
                Validation = new CandleValidation { Level = arguments.GetValue(level) },
                IsComplete = arguments.GetValue(complete),
            },
            cancellationToken));
        return command;
    }
}
