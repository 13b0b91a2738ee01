using Spectre.Console;

using StrategyEngine.Data.Model;

namespace TradingConsole.Presentation;

internal static class EventTable
{
    public static Table Of(IEnumerable<AuthenticationEvent> events)
    {
        var table = ConsoleLayout.Table("when (UTC)", "event", "detail");
        foreach (var entry in events)
            table.AddRow($"{entry.OccurredAt:yyyy-MM-dd HH:mm:ss}", $"{entry.Kind}", (entry.Detail ?? "").EscapeMarkup());
        return table;
    }
}
