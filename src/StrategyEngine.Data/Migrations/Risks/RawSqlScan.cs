using System.Text.RegularExpressions;

namespace StrategyEngine.Data.Migrations;

/// <summary>Looks through a statement written by hand for what takes rows away as a whole.</summary>
/// <remarks>It reads words, not grammar: it may warn where there is nothing to fear, and finds what the three plain forms name.</remarks>
internal static partial class RawSqlScan
{
    /// <summary>The tables that are dropped, truncated or emptied.</summary>
    public static IReadOnlyList<RawSqlFinding> Find(string sql)
    {
        var findings = new List<RawSqlFinding>();
        foreach (var statement in Silent().Replace(sql, match => match.Value[0] == '\'' ? "''" : " ").Split(';'))
        {
            if (DropColumn().Match(statement) is { Success: true } column)
                findings.Add(Finding("drops a column of", column.Groups[1].Value));
            foreach (Match drop in DropTable().Matches(statement))
                findings.Add(Finding("drops", drop.Groups[1].Value));
            foreach (Match truncate in Truncate().Matches(statement))
                findings.Add(Finding("truncates", truncate.Groups[1].Value));
            if (Delete().Match(statement) is { Success: true } delete && !Condition().IsMatch(statement))
                findings.Add(Finding("deletes every row of", delete.Groups[1].Value));
        }

        return findings;
    }

    private static RawSqlFinding Finding(string action, string name)
    {
        var parts = Part().Matches(name).Select(part => part.Value.Trim('"', '[', ']', '`')).ToList();
        return new RawSqlFinding(action, parts.Count > 1 ? parts[^2] : null, parts[^1]);
    }

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", RegexOptions.Singleline)]
    private static partial Regex Silent();

    [GeneratedRegex(
        @"\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?((?:""[^""]+""|\[[^\]]+\]|[\w.]+)(?:\.(?:""[^""]+""|\[[^\]]+\]|\w+))*)[^;]*\bDROP\s+COLUMN\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex DropColumn();

    [GeneratedRegex(
        @"\bDROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?((?:""[^""]+""|\[[^\]]+\]|[\w.]+)(?:\.(?:""[^""]+""|\[[^\]]+\]|\w+))*)",
        RegexOptions.IgnoreCase)]
    private static partial Regex DropTable();

    [GeneratedRegex(
        @"\bTRUNCATE\s+(?:TABLE\s+)?(?:ONLY\s+)?((?:""[^""]+""|\[[^\]]+\]|[\w.]+)(?:\.(?:""[^""]+""|\[[^\]]+\]|\w+))*)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Truncate();

    [GeneratedRegex(
        @"\bDELETE\s+FROM\s+(?:ONLY\s+)?((?:""[^""]+""|\[[^\]]+\]|[\w.]+)(?:\.(?:""[^""]+""|\[[^\]]+\]|\w+))*)", RegexOptions.IgnoreCase)]
    private static partial Regex Delete();

    [GeneratedRegex(@"\bWHERE\b", RegexOptions.IgnoreCase)]
    private static partial Regex Condition();

    [GeneratedRegex(@"""[^""]+""|\[[^\]]+\]|\w+")]
    private static partial Regex Part();
}
