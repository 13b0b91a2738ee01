using System.Text.RegularExpressions;

namespace TradingConsole.Tests.Running;

/// <summary>The rows of the table of events that a run shows, without their times.</summary>
internal static partial class Events
{
    public static IReadOnlyList<string> In(ConsoleRun run) =>
        [.. Row().Matches(run.Output).Select(match => $"{match.Groups["event"].Value} {match.Groups["detail"].Value.Trim()}".Trim())];

    [GeneratedRegex(@"│ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d │ (?<event>[A-Z]\w+) +│(?<detail>[a-z_ ]*)│")]
    private static partial Regex Row();
}
