using Spectre.Console;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Model;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Removes what is past its age.</summary>
internal sealed class PruneStep(DatabaseAdministrator administrator, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(
        TimeSpan age, IReadOnlyDictionary<Timeframe, TimeSpan> candles, bool dryRun, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var result = await administrator.RemoveOlderThanAsync(
            age, new RetentionOptions { CandleAges = candles, DryRun = dryRun }, cancellationToken: cancellationToken);

        var table = ConsoleLayout.Table("table", "timeframe", "up to (UTC)", "#rows");
        foreach (var count in result.Tables)
            table.AddRow(count.Table.EscapeMarkup(), count.Timeframe ?? "", $"{count.UpTo:yyyy-MM-dd HH:mm:ss}", $"{count.Rows:N0}");
        console.Write(table);
        console.MarkupLineInterpolated($"{(dryRun ? "Would remove" : "Removed")} [green]{result.Rows:N0}[/] rows.");
    }
}
