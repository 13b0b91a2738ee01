using FluentAssertions;
using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Readme;

[Parallelizable(ParallelScope.All)]
public sealed class ReadmeStartTests
{
    private static string[] Start => ReadmeDocument.Load().CSharpBlocks[0];

    [Test]
    public void The_start_has_at_most_fifteen_lines() => Start.Count(line => line.Trim().Length > 0).Should().BeInRange(1, 15);

    [Test]
    public async Task The_start_compiles_and_runs_as_it_is_printed()
    {
        var run = await ReadmeHost.RunAsync(string.Join('\n', Start));

        run.ExitCode.Should().Be(0, run.Errors);
        run.Errors.Should().BeEmpty();
        run.Output.Should().NotBeNullOrWhiteSpace();
    }

    [Test]
    public void The_two_commands_stand_by_themselves()
    {
        var readme = ReadmeDocument.Load();

        readme.Contains("dotnet run --project samples/TradingConsole").Should().BeTrue();
        readme.Contains("dotnet test").Should().BeTrue();
    }
}
