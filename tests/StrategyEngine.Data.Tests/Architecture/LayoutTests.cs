using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>How large folders, classes and files may grow, read from the source code.</summary>
public sealed class LayoutTests
{
    private const int MostFiles = 25;
    private const int MostLines = 400;

    private static IReadOnlyList<SourceFile> Files { get; } = SourceFile.ReadAll();

    [Test]
    public void A_folder_holds_at_most_25_files() => FullFolders(Files).Should().BeEmpty("a folder is one idea");

    [Test]
    public void A_class_has_at_most_400_lines_in_all_of_its_parts() =>
        LongClasses(Files).Should().BeEmpty("a longer class is two ideas");

    [Test]
    public void A_file_holds_one_type_and_has_its_name() => MixedFiles(Files).Should().BeEmpty();

    [Test]
    public void Test_classes_of_one_name_in_a_project_run_the_same_specification() => AmbiguousTests(Files).Should().BeEmpty();

    [Test]
    public void Every_project_is_read() =>
        Files.Select(file => file.Project).Distinct().Should().HaveCountGreaterThanOrEqualTo(15)
            .And.Contain(["src/StrategyEngine.Data", "tests/StrategyEngine.Data.Tests", "samples/TradingConsole"]);

    [TestCase(25, false)]
    [TestCase(26, true)]
    public void A_folder_that_is_too_full_is_found(int files, bool isFound) =>
        FullFolders(Enumerable.Range(0, files).Select(i => SourceFile.Parse($"src/Some/Folder/Type{i}.cs", "")))
            .Should().HaveCount(isFound ? 1 : 0);

    [TestCase(200, 200, false)]
    [TestCase(200, 201, true)]
    public void A_class_that_is_too_long_is_found(int first, int second, bool isFound) =>
        LongClasses([Part("Thing.cs", first), Part("Thing.More.cs", second)]).Should().HaveCount(isFound ? 1 : 0);

    [TestCase("Thing", "class Thing { class Inner; }", false)]
    [TestCase("Thing.More", "partial class Thing;", false)]
    [TestCase("Program", "System.Console.WriteLine();", false)]
    [TestCase("Thing", "class Other;", true)]
    [TestCase("Thing", "namespace A; class Thing; enum Kind { One }", true)]
    [TestCase("Thing", "namespace A { class Thing; delegate void Act(); }", true)]
    [TestCase("Things", "[Migration(\"1\")] class A : Migration; class B : AMigration;", true)]
    [TestCase("ThingMigrations", "[Migration(\"1\")] class A : Migration; class B : AMigration;", false)]
    [TestCase("ThingMigrations", "class A : Migration; class B;", true)]
    public void A_file_of_several_types_or_of_another_name_is_found(string name, string text, bool isFound) =>
        MixedFiles([SourceFile.Parse($"src/Some/{name}.cs", text)]).Should().HaveCount(isFound ? 1 : 0);

    [TestCase("class SomeTests : Specification<A>;", "class SomeTests : Specification<B>;", false)]
    [TestCase("class SomeTests : Specification<A>;", "class SomeTests : Other<A>;", true)]
    [TestCase("class SomeTests;", "class SomeTests;", true)]
    public void Test_classes_of_one_name_that_test_different_things_are_found(string one, string other, bool isFound) =>
        AmbiguousTests(
            [
                SourceFile.Parse("tests/Some/A/SomeTests.cs", $"namespace A; {one}"),
                SourceFile.Parse("tests/Some/B/SomeTests.cs", $"namespace B; {other}"),
            ])
            .Should().HaveCount(isFound ? 1 : 0);

    private static SourceFile Part(string file, int lines) =>
        SourceFile.Parse($"src/Some/{file}", $"namespace Some;\n\npartial class Thing\n{{{new string('\n', lines - 2)}}}\n");

    private static IEnumerable<string> FullFolders(IEnumerable<SourceFile> files) => files.GroupBy(file => file.Folder)
        .Where(folder => folder.Count() > MostFiles).Select(folder => $"{folder.Key}: {folder.Count()} files");

    // What dotnet ef wrote is as long as the model is wide.
    private static IEnumerable<(string FullName, int Lines)> LongClasses(IEnumerable<SourceFile> files) => files
        .Where(file => !file.IsScaffolded)
        .SelectMany(file => file.Types.Select(type => (file.Project, Type: type)))
        .GroupBy(found => (found.Project, found.Type.FullName))
        .Select(parts => (parts.Key.FullName, Lines: parts.Sum(part => part.Type.Lines)))
        .Where(found => found.Lines > MostLines);

    // A file may hold the chain of one context's migrations: it is read from the first to the last.
    private static IEnumerable<string> MixedFiles(IEnumerable<SourceFile> files) => files
        .Where(file => !file.IsScaffolded && file.Types.Count > 0 && !HoldsItsName(file) && !IsChainOfMigrations(file))
        .Select(file => $"{file.Path}: {string.Join(", ", file.Types.Select(type => type.Name))}");

    private static bool HoldsItsName(SourceFile file) => file.Types is [var only] && only.Name == file.Name;

    private static bool IsChainOfMigrations(SourceFile file) => file.Name.EndsWith("Migrations", StringComparison.Ordinal)
        && file.Types.All(type => type.Base?.EndsWith("Migration", StringComparison.Ordinal) is true);

    private static IEnumerable<string> AmbiguousTests(IEnumerable<SourceFile> files) => files
        .Where(file => file.Project.StartsWith("tests/", StringComparison.Ordinal))
        .SelectMany(file => file.Types.Select(type => (file.Project, Type: type)))
        .Where(found => found.Type.Name.EndsWith("Tests", StringComparison.Ordinal))
        .GroupBy(found => (found.Project, found.Type.Name))
        .Where(found => found.Select(each => each.Type.FullName).Distinct().Count() > 1
            && (found.Any(each => each.Type.Base is null) || found.Select(each => each.Type.Base).Distinct().Count() > 1))
        .Select(found => $"{found.Key.Project}: {found.Key.Name}");
}
