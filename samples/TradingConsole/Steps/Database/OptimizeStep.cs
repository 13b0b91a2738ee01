using Spectre.Console;

using StrategyEngine.Data.Administration;

namespace TradingConsole.Steps;

/// <summary>Gives free space back and renews the statistics.</summary>
internal sealed class OptimizeStep(DatabaseAdministrator administrator, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var result = await administrator.OptimizeAsync(cancellationToken: cancellationToken);
        console.MarkupLineInterpolated(
            $"Ran {string.Join(", ", result.Steps)} in {result.Duration.TotalMilliseconds:0} ms: from {result.SizeBefore / 1024:N0} to [green]{result.SizeAfter / 1024:N0}[/] KiB.");
    }
}
