using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.Sqlite.Tests;

/// <summary>How many rounds the tests of chance take.</summary>
public sealed partial class RoundsTests
{
    [TestCase(null, 3)]
    [TestCase("", 3)]
    [TestCase("full", 20)]
    [TestCase("2/7", 20)]
    [TestCase("1/7", 3)]
    [TestCase("7/7", 3)]
    public void All_rounds_are_taken_where_they_are_asked_for(string? asked, int rounds) =>
        Rounds.Of(standard: 3, full: 20, part: 2, asked).Should().Be(rounds);

    [TestCase(null, true)]
    [TestCase("", true)]
    [TestCase("full", true)]
    [TestCase("2/7", true)]
    [TestCase("3/7", false)]
    public void Repetitions_run_unless_another_part_is_chosen(string? asked, bool run) => Rounds.Takes(part: 2, asked).Should().Be(run);

    [TestCase("all")]
    [TestCase("0/7")]
    [TestCase("8/7")]
    [TestCase("2/5")]
    public void What_is_asked_for_by_mistake_is_refused(string asked) =>
        FluentActions.Invoking(() => Rounds.Of(standard: 3, full: 20, part: 2, asked))
            .Should().Throw<ArgumentException>()
            .WithMessage("*TRADING_TEST_ROUNDS*");

    [Test]
    public void Within_seven_runs_every_test_takes_all_its_rounds()
    {
        for (var part = 1; part <= Rounds.Parts; part++)
        {
            Enumerable.Range(1, Rounds.Parts)
                .Select(run => Rounds.Of(standard: 3, full: 20, part, $"{run}/7"))
                .Should().ContainSingle(rounds => rounds == 20);
        }
    }

    [Test]
    public void The_documentation_lists_every_test_that_takes_rounds_with_its_part()
    {
        var repository = Repository();
        var listed = TableRow().Matches(File.ReadAllText(Path.Combine(repository, "docs", "testing.md")))
            .Select(
                row => $"{row.Groups["test"].Value} {row.Groups["part"].Value} {row.Groups["standard"].Value} {row.Groups["full"].Value}");

        listed.Should().BeEquivalentTo(Directory.EnumerateFiles(Path.Combine(repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith($"{nameof(RoundsTests)}.cs", StringComparison.Ordinal))
            .SelectMany(file => Calls(File.ReadAllText(file))));
    }

    // The method that a call stands in is the last one that is declared before it.
    private static IEnumerable<string> Calls(string source) => Call().Matches(source).Select(call =>
        $"{Method().Matches(source[..call.Index])[^1].Groups["name"].Value} {call.Groups["part"].Value} {call.Groups["standard"].Value} "
        + $"{call.Groups["full"].Value}");

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StrategyEngine.Data.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"Rounds\.Of\(standard: (?<standard>\d+), full: (?<full>\d+), part: (?<part>\d)\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?:public|private) (?:static |async )*[\w<>]+ (?<name>\w+)\(")]
    private static partial Regex Method();

    // | test | part | by default | all |
    [GeneratedRegex(@"^\| `(?<test>\w+)` \| (?<part>[1-7]) \| (?<standard>\d+) \| (?<full>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
