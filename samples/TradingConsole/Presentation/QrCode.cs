using System.Text;

using QRCoder;

using Spectre.Console;

namespace TradingConsole.Presentation;

/// <summary>A QR code of half blocks, dark on light whatever the colours of the terminal.</summary>
internal static class QrCode
{
    public static void WriteQrCode(this IAnsiConsole console, string content)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.L);
        var modules = code.ModuleMatrix;
        for (var row = 0; row < modules.Count; row += 2)
        {
            var line = new StringBuilder();
            for (var column = 0; column < modules.Count; column++)
                line.Append(Block(modules[row][column], row + 1 < modules.Count && modules[row + 1][column]));
            console.Write(new Text(line.ToString(), new Style(new Color(255, 255, 255), new Color(0, 0, 0))));
            console.WriteLine();
        }
    }

    // What is drawn is the light part: a terminal is dark, or is made so here.
    private static char Block(bool upperIsDark, bool lowerIsDark) => (upperIsDark, lowerIsDark) switch
    {
        (false, false) => '█',
        (false, true) => '▀',
        (true, false) => '▄',
        (true, true) => ' ',
    };
}
