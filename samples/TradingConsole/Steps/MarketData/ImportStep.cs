using Spectre.Console;

using TradingConsole.Import;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Stores four files of real market history: crypto with gaps, crypto, forex and equity.</summary>
internal sealed class ImportStep(CandleImporter importer, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var imported = await console.WithProgressAsync(async progress =>
        {
            var tasks = SampleFiles.All.Select(file => progress.AddTask($"{file.Symbol} {file.Timeframe}", maxValue: 1)).ToList();
            var results = new List<ImportedFile>();
            foreach (var (file, task) in SampleFiles.All.Zip(tasks))
                results.Add(await importer.ImportAsync(file, ProgressBars.OfFile(task), cancellationToken));
            return results;
        });
        console.Write(ImportTable.Of(imported));
    }
}
