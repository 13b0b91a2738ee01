using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Sessions;

public sealed class DocumentationTests
{
    [TestCase(typeof(SessionOptions))]
    [TestCase(typeof(AccountOptions))]
    public void Every_option_stands_in_the_table_of_the_documentation(Type options)
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/sessions.md"));
        var table = page[page.IndexOf($"| `{options.Name}` |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];

        foreach (var property in options.GetProperties())
            table.Should().Contain($"`{property.Name}`");
    }

    [Test]
    public void The_statement_against_ASVS_has_every_row_and_names_tests_that_exist()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "../../..");
        var page = File.ReadAllText(Path.Combine(root, "docs/asvs.md"));
        var rows = Regex.Matches(
            page,
            @"^\| ([679]\.\d+\.\d+) \| [123] \| .+ \| \*\*(Met|Met, with host|Host|Partly|Not met|Not applicable)\.\*\*",
            RegexOptions.Multiline);
        rows.Select(row => row.Groups[1].Value).Should().HaveCount(73).And.OnlyHaveUniqueItems();

        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var tests = sources.SelectMany(file => Regex.Matches(File.ReadAllText(file), @"public (?:async Task|Task|void) (\w+)\("))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Regex.Matches(page, @"`([A-Z][a-z]\w*_\w+)`")
            .Select(match => match.Groups[1].Value)
            .Should().HaveCountGreaterThan(30).And.BeSubsetOf(tests);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
