using Spectre.Console;

using StrategyEngine.Data.Encryption;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Moves every stored value to the newest data key.</summary>
internal sealed class ReencryptStep(EncryptionKeyManager keys, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var result = await console.WithProgressAsync(progress =>
        {
            var task = progress.AddTask("Re-encryption", maxValue: 1);
            return keys.ReencryptAsync(
                progress: ProgressBars.Report<ReencryptionProgress>(state => task.Value = Fraction(state)),
                cancellationToken: cancellationToken);
        });

        console.MarkupLineInterpolated(
            $"Moved [green]{result.RewrittenValues}[/] values to data key [bold yellow]{result.TargetKeyId:x8}[/]; {result.RemainingRows} rows remain.");
        if (result.Failures.Count > 0)
        {
            throw new Failure(
                $"{result.Failures.Count} values cannot be read and were left as they are, the first in "
                + $"{result.Failures[0].Table}.{result.Failures[0].Column} ({result.Failures[0].Code}).");
        }
    }

    private static double Fraction(ReencryptionProgress state) =>
        state.TotalRows == 0 ? 1 : Math.Min(1, (double)state.ScannedRows / state.TotalRows);
}
