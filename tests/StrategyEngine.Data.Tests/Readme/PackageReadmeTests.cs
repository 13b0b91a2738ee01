using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Tests.Architecture;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>The page that each package carries.</summary>
/// <remarks>That of PostgreSQL runs in the tests of its package, which have a server.</remarks>
[Parallelizable(ParallelScope.All)]
public sealed class PackageReadmeTests
{
    private static IEnumerable<string> Names => Packages.All.Select(package => package.GetName().Name!);

    [TestCaseSource(nameof(Names))]
    public void Each_package_has_a_page_that_begins_with_its_name_and_says_how_to_install_it(string package)
    {
        var page = Page(package);

        page.Contains($"# {package}").Should().BeTrue();
        page.Blocks("sh").SelectMany(block => block).Should()
            .Contain($"dotnet add package {(package == Packages.Core ? "StrategyEngine.Data.Sqlite" : package)}");
    }

    [TestCaseSource(nameof(Names))]
    public void The_program_of_a_package_compiles_without_a_warning(string package) =>
        ReadmeCompiler.Check(Program(package)).Should().BeEmpty();

    [TestCase("StrategyEngine.Data", "Sharpe")]
    [TestCase("StrategyEngine.Data.Sqlite", "16650")]
    public async Task The_program_of_a_package_runs(string package, string output)
    {
        var run = await ReadmeHost.RunAsync(Program(package));

        run.ExitCode.Should().Be(0, run.Errors);
        run.Errors.Should().BeEmpty();
        run.Output.Should().Contain(output);
    }

    private static ReadmeDocument Page(string package) => ReadmeDocument.Load($"src/{package}/README.md");

    private static string Program(string package) => string.Join('\n', Page(package).CSharpBlocks.Single());
}
