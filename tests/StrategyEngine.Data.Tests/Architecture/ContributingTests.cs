using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>The recipes of CONTRIBUTING.md name files that exist.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ContributingTests
{
    private static readonly string[] Roots = ["src/", "tests/", "samples/", "docs/", "build/", ".ci/"];

    private static readonly string Page = File.ReadAllText(Path.Combine(ReadmeDocument.RepositoryFolder, "CONTRIBUTING.md"));

    // Of a command, what it runs.
    private static IReadOnlyList<string> Named =>
        [.. CodeSpan().Matches(Page).Select(match => match.Groups[1].Value.Split(' ')[0]).Distinct()];

    [Test]
    public void Every_path_that_is_named_exists()
    {
        var paths = Named.Where(name => Array.Exists(Roots, root => name.StartsWith(root, StringComparison.Ordinal))).ToList();

        paths.Should().HaveCountGreaterThan(30);
        paths.Where(path => !Path.Exists(Path.Combine(ReadmeDocument.RepositoryFolder, path))).Should().BeEmpty();
    }

    [Test]
    public void Every_test_file_that_is_named_exists_somewhere_among_the_tests()
    {
        var folder = Path.Combine(ReadmeDocument.RepositoryFolder, "tests");
        var tests = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(Path.GetFileName).ToHashSet();
        var files = Named.Where(name => name.EndsWith(".cs", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal));

        files.Should().HaveCountGreaterThan(8).And.BeSubsetOf(tests!);
    }

    [GeneratedRegex("`([^`\r\n]+)`")]
    private static partial Regex CodeSpan();
}
