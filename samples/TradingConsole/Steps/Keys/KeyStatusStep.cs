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

        var table = ConsoleLayout.Table("data key", "purpose", "#generation", "state", "made (UTC)", "#values");
        foreach (var key in status.Keys)
        {
            table.AddRow(
                $"{key.KeyId:x8}",
                key.Purpose,
                $"{key.Generation}",
                $"{key.State}",
                $"{key.CreatedAt:yyyy-MM-dd HH:mm:ss}",
                $"{status.ValuesUnder(key.KeyId)}");
        }

        console.Write(table);
        ShowRing(status.RingKeys);
        console.MarkupLineInterpolated($"{status.OutdatedValues} values are under older keys: 'keys reencrypt' moves them.");
    }

    /// <summary>Shows the ring keys that a backup of the database needs beside it.</summary>
    private void ShowRing(IReadOnlyList<RingKeyStatus> ringKeys)
    {
        var table = ConsoleLayout.Table("ring key", "here", "data keys");
        foreach (var key in ringKeys)
            table.AddRow($"{key.KeyId:D}", $"{key.Availability}", string.Join(", ", key.DataKeys.Select(id => $"{id:x8}")));
        console.Write(table);
        if (ringKeys.Any(key => key.Availability == RingKeyAvailability.Missing))
            console.MarkupLine("[red]The ring lacks keys that the database needs[/]: 'keys import' takes them from a recovery kit.");
        if (ringKeys.Any(key => key.Availability == RingKeyAvailability.Revoked))
        {
            console.MarkupLine(
                "[red]The ring has revoked keys that the database needs[/]: what they wrap is refused until it is rewrapped.");
        }
    }
}
