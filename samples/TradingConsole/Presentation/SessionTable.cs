using Spectre.Console;

using StrategyEngine.Data.Sessions;

namespace TradingConsole.Presentation;

internal static class SessionTable
{
    public static Table Of(IEnumerable<SessionInfo> sessions, Guid? own = null)
    {
        var table = ConsoleLayout.Table("session", "type", "client", "idle until");
        foreach (var session in sessions)
        {
            table.AddRow(
                session.Id == own ? $"[green]{session.Id}[/]" : $"{session.Id}",
                $"{session.Type}",
                (session.UserAgent ?? "").EscapeMarkup(),
                $"{session.IdleExpiresAt:MM-dd HH:mm}");
        }

        return table;
    }
}
