using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

[Parallelizable(ParallelScope.Self)]
public sealed class ReadmeStartTests
{
    private ReadmeRun _run = null!;

    private static ReadmeDocument Page => ReadmeDocument.Load();

    private static string[] Start => Page.CSharpBlocks[0];

    [OneTimeSetUp]
    public async Task RunTheStartAsync() => _run = await ReadmeHost.RunAsync(string.Join('\n', Start));

    [Test]
    public void The_start_has_at_most_fifteen_lines() => Start.Count(line => line.Trim().Length > 0).Should().BeInRange(1, 15);

    [Test]
    public void The_start_compiles_and_runs_as_it_is_printed()
    {
        _run.ExitCode.Should().Be(0, _run.Errors);
        _run.Errors.Should().BeEmpty();
    }

    [Test]
    public void The_start_prints_what_the_page_shows()
    {
        var shown = Page.Blocks("text")[0];
        var printed = _run.Output.TrimEnd().Split('\n');

        // What differs from run to run is an ellipsis on the page.
        printed.Should().HaveSameCount(shown);
        foreach (var (line, text) in printed.Zip(shown))
            line.TrimEnd().Should().MatchRegex("^" + Regex.Escape(text).Replace("…", ".+", StringComparison.Ordinal) + "$");
    }

    [Test]
    public void The_start_prints_values_and_no_names_of_types() =>
        _run.Output.Should().NotContain("StrategyEngine.").And.NotContain("System.")
            .And.MatchRegex(@"Tokens = session [0-9a-f-]{36} until \d{4}-\d\d-\d\dT[0-9:.]+Z, DeviceToken = \*{3} \}");

    [Test]
    public void The_two_commands_stand_by_themselves()
    {
        Page.Contains("dotnet run --project samples/TradingConsole").Should().BeTrue();
        Page.Contains("dotnet test").Should().BeTrue();
    }
}
