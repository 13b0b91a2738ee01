using System.Text;
using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>The links of every page in the repository.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class LinkTests
{
    private static readonly string[] Skipped = [".git", "artifacts", "bin", "obj", "TestResults"];

    [Test]
    public void Every_relative_link_of_a_page_leads_to_a_file_and_a_heading_of_it()
    {
        var links = Pages().SelectMany(Links).ToList();

        links.Should().HaveCountGreaterThan(50).And.Contain(link => link.Anchor.Length > 0);
        links.Where(link => !Leads(link)).Select(link => $"{PathOf(link.Page)} links to {link.Target}#{link.Anchor}").Should().BeEmpty();
    }

    [Test]
    public void The_page_of_a_package_has_no_relative_link_which_would_lead_nowhere_from_a_feed()
    {
        var pages = Pages().Where(page => PathOf(page).StartsWith("src", StringComparison.Ordinal)).ToList();

        pages.Should().HaveCountGreaterThan(3);
        pages.SelectMany(Links).Should().BeEmpty();
    }

    [TestCase("The key ring", "the-key-ring")]
    [TestCase("What is `stored`, and how?", "what-is-stored-and-how")]
    [TestCase("Errors of `SaveChanges`", "errors-of-savechanges")]
    public void The_anchor_of_a_heading_is_the_one_that_the_web_page_gets(string heading, string anchor) =>
        AnchorOf(heading).Should().Be(anchor);

    private static IEnumerable<string> Pages() => Directory
        .EnumerateFiles(ReadmeDocument.RepositoryFolder, "*.md", SearchOption.AllDirectories)
        .Where(page => !PathOf(page).Split(Path.DirectorySeparatorChar).Intersect(Skipped).Any());

    private static string PathOf(string page) => Path.GetRelativePath(ReadmeDocument.RepositoryFolder, page);

    private static IEnumerable<(string Page, string Target, string Anchor)> Links(string page) => ProseOf(page)
        .SelectMany(line => RelativeLink().Matches(line))
        .Select(match => (page, match.Groups["target"].Value, match.Groups["anchor"].Value));

    private static bool Leads((string Page, string Target, string Anchor) link)
    {
        var target = link.Target.Length == 0 ? link.Page : Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target);
        return Path.Exists(target) && (link.Anchor.Length == 0 || AnchorsOf(target).Contains(link.Anchor));
    }

    private static HashSet<string> AnchorsOf(string page) =>
        [.. ProseOf(page).Where(line => line.StartsWith('#')).Select(line => AnchorOf(line.TrimStart('#').Trim()))];

    // As GitHub makes it: lower case, without punctuation, a hyphen for each space.
    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var character in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
                anchor.Append(character);
            else if (character == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }

    // Without what is fenced as code.
    private static IEnumerable<string> ProseOf(string page)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(page))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode)
                yield return line;
        }
    }

    [GeneratedRegex(@"\]\((?!\w+:)(?<target>[^)#\s]*)(#(?<anchor>[^)]*))?\)")]
    private static partial Regex RelativeLink();
}
