using Spectre.Console;

using StrategyEngine.Data.Sessions;

namespace TradingConsole.Presentation;

internal static class CredentialTable
{
    public static Table Of(IEnumerable<ServiceCredentialInfo> credentials, DateTimeOffset now)
    {
        var table = ConsoleLayout.Table("credential", "may", "from", "until");
        table.Columns[0].NoWrap();
        foreach (var credential in credentials)
        {
            table.AddRow(
                $"{credential.Name.EscapeMarkup()}\n[grey]{credential.Id}[/]",
                Lines(credential.Scopes),
                credential.Networks.Count == 0 ? "anywhere" : Lines(credential.Networks),
                Until(credential, now));
        }

        return table;
    }

    private static string Lines(IReadOnlyList<string> entries) => string.Join('\n', entries).EscapeMarkup();

    private static string Until(ServiceCredentialInfo credential, DateTimeOffset now) =>
        credential.RevokedAt is not null ? "[red]revoked[/]"
        : credential.ExpiresAt <= now ? "[yellow]expired[/]"
        : $"{credential.ExpiresAt:yyyy-MM-dd}";
}
