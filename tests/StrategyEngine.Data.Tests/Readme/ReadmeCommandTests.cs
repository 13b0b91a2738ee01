using FluentAssertions;
using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>Runs the README's command reference from its first line to its last, on one new database.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ReadmeCommandTests
{
    private const string Done = "-- done: ";
    private ReadmeRun _run = null!;

    /// <summary>The block that says what the lines of the table refer to.</summary>
    private static string Preamble => string.Join('\n', ReadmeDocument.Load().CSharpBlocks[1]);

    private static IReadOnlyList<string[]> Rows => ReadmeDocument.Load().Table("The Python ancestor");

    [OneTimeSetUp]
    public async Task RunAllLinesAsync() =>
        _run = await ReadmeHost.RunAsync(Program(Rows.Count) + "\nreturn 0;");

    [Test]
    public void The_run_ends_well() => _run.ExitCode.Should().Be(0, _run.Errors);

    [TestCaseSource(nameof(Lines))]
    public void Each_command_of_the_ancestor_has_a_line_that_runs(int row)
    {
        ReadmeCompiler.Check(Program(row + 1)).Should().BeEmpty();
        _run.Output.Split('\n').Should().Contain(Done + row, _run.Errors);
    }

    private static IEnumerable<TestCaseData> Lines() =>
        Rows.Select((cells, row) => new TestCaseData(row).SetArgDisplayNames(cells[0]));

    private static string Program(int rows) =>
        string.Join('\n', Rows.Take(rows).Select((cells, row) => $"#line 1 \"{cells[0].Replace('"', '\'')}\"\n{cells[1]}\nConsole.WriteLine(\"{Done}{row}\");").Prepend(Preamble));
}
