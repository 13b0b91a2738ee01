using System.Text.RegularExpressions;

using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>The tables of ARCHITECTURE.md.</summary>
internal sealed partial class ArchitecturePage
{
    private readonly string[] _lines;

    private ArchitecturePage(string[] lines) => _lines = lines;

    public static ArchitecturePage Load() => new(File.ReadAllLines(Path.Combine(ReadmeDocument.RepositoryFolder, "ARCHITECTURE.md")));

    /// <summary>The pillars that a pillar may know, by its name. The package's own folder goes by the name of the package.</summary>
    public Dictionary<string, string[]> PillarsKnown =>
        Rows("| pillar | may know |").ToDictionary(row => Code(row[0]).Single(), row => Code(row[1]));

    /// <summary>A line for each folder of the core.</summary>
    public IReadOnlyList<FolderRow> Folders =>
    [
        .. Rows("| folder | what it is about | begin with | may know |")
            .Select(row => new FolderRow(Code(row[0]).Single(), row[1], Code(row[2]), Code(row[3]))),
    ];

    /// <summary>A line for each folder name of the provider packages, with the files to begin with in each of them.</summary>
    public IReadOnlyList<ProviderRow> Providers =>
    [
        .. Rows("| folder | what it is about | SQLite | PostgreSQL | SQL Server |")
            .Select(row => new ProviderRow(Code(row[0]).Single(), row[1], Code(row[2]), Code(row[3]), Code(row[4]))),
    ];

    /// <summary>Every source file that the page names by its path.</summary>
    public IReadOnlyList<string> FilePaths =>
        [.. SourceFiles().Where(code => code.Contains('/', StringComparison.Ordinal)).Distinct()];

    /// <summary>The source files that the page names outside of the tables of folders without saying where they are.</summary>
    public IReadOnlyList<string> NamesWithoutPath =>
        [
            .. SourceFiles().Where(code => !code.Contains('/', StringComparison.Ordinal))
                .Except(Folders.SelectMany(row => row.Files))
                .Except(Providers.SelectMany(row => row.Sqlite.Concat(row.PostgreSql).Concat(row.SqlServer))),
        ];

    private IEnumerable<string> SourceFiles() => _lines.SelectMany(Code).Where(code => code.EndsWith(".cs", StringComparison.Ordinal));

    private IEnumerable<string[]> Rows(string header)
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i] != header)
                continue;
            for (i += 2; i < _lines.Length && _lines[i].StartsWith('|'); i++)
                yield return [.. _lines[i].Split('|')[1..^1].Select(cell => cell.Trim())];
        }
    }

    private static string[] Code(string text) => [.. CodeSpan().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
