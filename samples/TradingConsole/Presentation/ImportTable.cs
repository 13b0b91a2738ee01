using Spectre.Console;

using TradingConsole.Import;

namespace TradingConsole.Presentation;

/// <summary>What imports did, and how complete the stored series are.</summary>
internal static class ImportTable
{
    public static Table Of(IEnumerable<ImportedFile> imported)
    {
        var table = ConsoleLayout.Table("candles", "#new", "#newer", "#same", "#bad", "#stored", "#empty", "#missing");
        foreach (var (file, result, stored) in imported)
        {
            table.AddNumbers(
                Markup.Escape($"{file.Exchange} {file.Symbol} {file.Timeframe}"),
                result.Inserted, result.Updated, result.Unchanged, result.Refused, stored.Present, stored.VerifiedEmpty, stored.Missing);
        }

        return table;
    }
}
