using System.Text.RegularExpressions;

namespace TradingConsole.Tests.Running;

/// <summary>The recovery codes that a run shows.</summary>
internal static partial class RecoveryCodes
{
    public static IReadOnlyList<string> In(ConsoleRun run) => [.. Code().Matches(run.Output).Select(match => match.Value)];

    [GeneratedRegex(@"\b[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){4}\b")]
    private static partial Regex Code();
}
