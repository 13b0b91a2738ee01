namespace StrategyEngine.Data.Tests.Readme;

/// <summary>A page of the repository, as its readers copy from it.</summary>
internal sealed class ReadmeDocument
{
    private readonly string _page;
    private readonly string[] _lines;

    private ReadmeDocument(string page, string[] lines)
    {
        _page = page;
        _lines = lines;
    }

    /// <param name="page">The path below the root of the repository.</param>
    public static ReadmeDocument Load(string page = "README.md") => new(page, File.ReadAllLines(Path.Combine(RepositoryFolder, page)));

    public static string RepositoryFolder { get; } = FindRepositoryFolder();

    /// <summary>The lines of each block fenced as C#.</summary>
    public IReadOnlyList<string[]> CSharpBlocks => Blocks("csharp");

    /// <summary>The lines of each block fenced as the language.</summary>
    public IReadOnlyList<string[]> Blocks(string language)
    {
        var blocks = new List<string[]>();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i] != "```" + language)
                continue;
            var block = _lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).ToArray();
            blocks.Add(block);
            i += block.Length + 1;
        }

        return blocks;
    }

    /// <summary>The cells of each row of the one table whose first header is <paramref name="header"/>, code marks removed.</summary>
    public IReadOnlyList<string[]> Table(string header)
    {
        var start = Array.FindIndex(_lines, line => line.StartsWith($"| {header} |", StringComparison.Ordinal));
        if (start < 0)
            throw new InvalidOperationException($"{_page} has no table headed '{header}'.");
        return
        [
            .. _lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|', ' ').Split(" | ").Select(Uncode).ToArray()),
        ];
    }

    public bool Contains(string line) => _lines.Contains(line);

    private static string Uncode(string cell) => cell.Trim() is ['`', .. var code, '`'] ? code.Trim('`').Trim() : cell.Trim();

    private static string FindRepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "StrategyEngine.Data.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
