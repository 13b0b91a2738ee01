using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>ARCHITECTURE.md names what there is, where it is.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ArchitecturePageTests
{
    private static readonly ArchitecturePage Page = ArchitecturePage.Load();

    [Test]
    public void Every_folder_of_the_core_has_a_line_and_every_line_a_folder()
    {
        Page.Folders.Select(row => row.Path).Should().OnlyHaveUniqueItems();
        Page.Folders.Select(row => row.Path).Should()
            .BeEquivalentTo(SourceTree.Folders(Packages.Core).Select(folder => folder.Path.Length == 0 ? Packages.Core : folder.Path));
    }

    [Test]
    public void Every_folder_of_a_provider_has_a_line_and_every_line_a_folder()
    {
        foreach (var package in Packages.Providers)
        {
            var folders = SourceTree.Folders(package).Select(folder => folder.Path.Length == 0 ? "." : folder.Path);
            Page.Providers.Where(row => row.Of(package).Length > 0).Select(row => row.Folder)
                .Should().BeEquivalentTo(folders, "those are the folders of {0}", package);
        }
    }

    [Test]
    public void A_line_says_what_its_folder_is_about_and_names_files_that_lie_in_it()
    {
        Page.Folders.Where(row => row.About.Length == 0 || row.Files.Length == 0).Select(row => row.Path).Should().BeEmpty();

        var core = from row in Page.Folders
                   let folder = row.Path == Packages.Core ? Packages.Core : $"{Packages.Core}/{row.Path}"
                   from file in row.Files
                   select $"{folder}/{file}";
        var providers = from package in Packages.Providers
                        from row in Page.Providers
                        from file in row.Of(package)
                        select row.Folder == "." ? $"{package}/{file}" : $"{package}/{row.Folder}/{file}";
        core.Concat(providers).Where(path => !File.Exists(Path.Combine(SourceTree.Root, path))).Should().BeEmpty();
    }

    [Test]
    public void Every_file_that_the_page_names_is_where_it_says()
    {
        Page.FilePaths.Should().HaveCountGreaterThan(50);
        string[] roots = [SourceTree.Root, Path.Combine(SourceTree.Root, Packages.Core)];
        Page.FilePaths.Where(path => !Array.Exists(roots, root => File.Exists(Path.Combine(root, path)))).Should().BeEmpty();
        Page.NamesWithoutPath.Should().BeEmpty("a reader needs the folder as well");
    }
}
