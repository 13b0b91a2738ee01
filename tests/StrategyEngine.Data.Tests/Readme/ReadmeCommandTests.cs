using FluentAssertions;
using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>Runs the README's command reference from its first line to its last, on one new database.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ReadmeCommandTests
{
    private const string Done = "-- done: ";
    private IReadOnlyList<string> _problems = [];
    private ReadmeRun _run = null!;

    private static IReadOnlyList<string[]> Rows => ReadmeDocument.Load().Table("The Python ancestor");

    [OneTimeSetUp]
    public async Task RunAllLinesAsync()
    {
        // The second block of the page says what the lines refer to.
        var program = string.Join('\n', Rows.Select(Line).Prepend(string.Join('\n', ReadmeDocument.Load().CSharpBlocks[1])));
        _problems = ReadmeCompiler.Check(program);
        _run = _problems.Count == 0 ? await ReadmeHost.RunAsync(program) : new ReadmeRun(-1, "", "It does not compile.");
    }

    [Test]
    public void The_lines_run_to_the_end() => _run.ExitCode.Should().Be(0, string.Join('\n', _problems) + _run.Errors);

    [TestCaseSource(nameof(Commands))]
    public void Each_command_of_the_ancestor_has_a_line_that_runs(int row)
    {
        _problems.Should().NotContain(problem => problem.StartsWith($"line {row}(", StringComparison.Ordinal));
        _run.Output.Split('\n', StringSplitOptions.TrimEntries).Should().Contain(Done + row, _run.Errors);
    }

    private static IEnumerable<TestCaseData> Commands() => Rows.Select((cells, row) => new TestCaseData(row).SetArgDisplayNames(cells[0]));

    private static string Line(string[] cells, int row) => $"#line 1 \"line {row}\"\n{cells[1]}\n#line default\nConsole.WriteLine(\"{Done}{row}\");";
}
