using Spectre.Console;

namespace TradingConsole.Presentation;

/// <summary>How the steps look.</summary>
internal static class ConsoleLayout
{
    public static void WriteHeading(this IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{title}[/]") { Justification = Justify.Left, Style = "grey" });
    }

    /// <summary>Writes a line that is never broken, such as a path that will be copied.</summary>
    public static void WriteUnbroken(this IAnsiConsole console, string text)
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }

    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = "grey" };
        foreach (var column in columns)
            table.AddColumn(column.StartsWith('#') ? new TableColumn(column[1..]).RightAligned() : new TableColumn(column));
        return table;
    }

    public static void AddNumbers(this Table table, string name, params ReadOnlySpan<long> numbers)
    {
        var cells = new List<string> { name };
        foreach (var number in numbers)
            cells.Add(number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        table.AddRow([.. cells]);
    }
}
