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
            var task = progress.AddTask($"{file.Symbol} {file.Timeframe}".EscapeMarkup(), maxValue: 1);
            return importer.ImportAsync(file, ProgressBars.OfFile(task), cancellationToken);
        });
        console.Write(ImportTable.Of([imported]));
        if (imported.Result.Doubtful > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]{imported.Result.Doubtful}[/] candles were stored although they are doubtful, such as that of {Describe(imported.Result.Warnings[0], file)}.");
        }

        if (imported.Result.Refused > 0)
            throw new Failure(Describe(imported.Result, file));
    }

    private static string Describe(CandleUpsertResult result, CandleFile file)
    {
        var shown = result.Refusals.Take(ShownRefusals)
            .Select(refusal => $"line {refusal.Index + file.FirstLine} ({refusal.Field}: {refusal.Reason})");
        return $"{result.Refused} refused and put into quarantine: "
            + $"{string.Join(", ", shown)}{(result.Refused > ShownRefusals ? ", …" : "")}. The others were "
            + $"stored{(file.IsComplete ? ", and no gap was confirmed empty" : "")}.";
    }

    private static string Describe(CandleWarning warning, CandleFile file) =>
        $"line {warning.Index + file.FirstLine} ({warning.Field}: {warning.Reason})";
}
