using System.Text.RegularExpressions;
using FluentAssertions;
using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

[Parallelizable(ParallelScope.All)]
public sealed partial class ReadmeLinkTests
{
    [Test]
    public void Every_relative_link_of_a_page_leads_to_a_file()
    {
        var root = ReadmeDocument.RepositoryFolder;
        var pages = Directory.GetFiles(root, "*.md").Concat(Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)).ToList();

        var links = pages
            .SelectMany(page => RelativeLink().Matches(File.ReadAllText(page)).Select(match => (Page: page, Target: match.Groups["target"].Value)))
            .ToList();

        links.Should().NotBeEmpty();
        links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target)))
            .Select(link => $"{Path.GetRelativePath(root, link.Page)} links to {link.Target}")
            .Should().BeEmpty();
    }

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
