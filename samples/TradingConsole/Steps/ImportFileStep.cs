using Spectre.Console;

using StrategyEngine.Data.MarketData;

using TradingConsole.Import;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Stores the candles of one file.</summary>
internal sealed class ImportFileStep(CandleImporter importer, SchemaCheck schema, IAnsiConsole console)
{
    private const int ShownRefusals = 5;

    public async Task RunAsync(CandleFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file.Path))
            throw new Failure($"There is no file {file.Path}.");
        await schema.RequireCurrentAsync(cancellationToken);

        var imported = await console.WithProgressAsync(progress =>
        {
            var task = progress.AddTask($"{file.Symbol} {file.Timeframe}".EscapeMarkup(), maxValue: file.CountRows());
            return importer.ImportAsync(file, ProgressBars.Report<long>(rows => task.Value = rows), cancellationToken);
        });
        console.Write(ImportTable.Of([imported]));
        if (imported.Result.Refused > 0)
            throw new Failure(Describe(imported.Result));
    }

    private static string Describe(CandleUpsertResult result)
    {
        var shown = result.Refusals.Take(ShownRefusals).Select(refusal => $"line {refusal.Index + 2} ({refusal.Field}: {refusal.Reason})");
        return $"{result.Refused} candles were refused: {string.Join(", ", shown)}{(result.Refused > ShownRefusals ? ", …" : "")}. The others were stored.";
    }
}
