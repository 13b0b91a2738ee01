using Spectre.Console;

using StrategyEngine.Data.Sessions;

namespace TradingConsole.Presentation;

/// <summary>Recovery codes, two a line.</summary>
internal static class RecoveryCodeList
{
    public static void WriteRecoveryCodes(this IAnsiConsole console, RecoveryCodes codes)
    {
        var label = "Recovery";
        foreach (var pair in codes.Reveal().Chunk(2))
        {
            console.MarkupLineInterpolated($"{label,-9} [green]{string.Join("  ", pair)}[/]");
            label = "";
        }

        console.WriteLine($"{label,-9} (each stands in for a code, once; the database holds their hashes)");
    }
}
