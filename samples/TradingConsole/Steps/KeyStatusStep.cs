using Spectre.Console;

using StrategyEngine.Data.Encryption;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Shows the data keys, and how many stored values each protects.</summary>
internal sealed class KeyStatusStep(EncryptionKeyManager keys, SchemaCheck schema, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var status = await keys.GetStatusAsync(cancellationToken);
        var valuesByKey = status.Columns.SelectMany(column => column.ValuesByKey).GroupBy(count => count.Key).ToDictionary(key => key.Key, key => key.Sum(count => count.Value));

        var table = ConsoleLayout.Table("data key", "purpose", "#generation", "state", "made (UTC)", "#values");
        foreach (var key in status.Keys)
        {
            table.AddRow(
                $"{key.KeyId:x8}", key.Purpose, $"{key.Generation}", $"{key.State}", $"{key.CreatedAt:yyyy-MM-dd HH:mm:ss}", $"{valuesByKey.GetValueOrDefault(key.KeyId)}");
        }

        console.Write(table);
        console.MarkupLineInterpolated($"{status.OutdatedValues} values are under older keys: 'keys reencrypt' moves them.");
    }
}
