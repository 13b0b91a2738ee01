using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>The hand-written source files of the packages: one type a file, so that a file tells the folder of its type.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.Combine(ReadmeDocument.RepositoryFolder, "src");

    /// <summary>The folders of a package that hold source files, its own included.</summary>
    public static IReadOnlyList<SourceFolder> Folders(string package) =>
        [.. Files(package).Select(file => FolderOf(package, file)).Distinct()];

    /// <summary>The folders in which a package has a file named after each type, by the name of the type.</summary>
    /// <remarks>
    /// <c>Log.Sessions.cs</c> is a part of <c>Log</c>, and <c>20261126140134_Initial.cs</c> holds the migration <c>Initial</c>.
    /// </remarks>
    public static ILookup<string, SourceFolder> FoldersByType(string package) => Files(package)
        .Select(file => (Type: TypeOf(file), Folder: FolderOf(package, file))).Distinct()
        .ToLookup(file => file.Type, file => file.Folder);

    private static IEnumerable<string> Files(string package)
    {
        var folder = Path.Combine(Root, package);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
    }

    private static SourceFolder FolderOf(string package, string file)
    {
        var path = Path.GetRelativePath(Path.Combine(Root, package), Path.GetDirectoryName(file)!);
        return new SourceFolder(package, path == "." ? "" : path.Replace(Path.DirectorySeparatorChar, '/'));
    }

    private static string TypeOf(string file)
    {
        var name = Path.GetFileName(file).Split('.')[0];
        return char.IsAsciiDigit(name[0]) ? name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..] : name;
    }
}
