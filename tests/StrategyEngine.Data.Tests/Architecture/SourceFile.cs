using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>A file of C# in the repository.</summary>
/// <param name="Path">The path from the root of the repository, with slashes.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Types">The types it declares that are not nested in another.</param>
internal sealed record SourceFile(string Path, string Text, IReadOnlyList<SourceType> Types)
{
    /// <summary>The folder, with slashes.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The project: <c>tests/TradingConsole.Tests</c>.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));

    /// <summary>The name up to its first point.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..].Split('.')[0];

    /// <summary>Whether <c>dotnet ef</c> wrote it.</summary>
    public bool IsScaffolded => Folder.EndsWith("/Migrations", StringComparison.Ordinal)
        && (char.IsAsciiDigit(Name[0]) || Name.EndsWith("ModelSnapshot", StringComparison.Ordinal));

    /// <summary>Every file of src, tests and samples that the build did not make.</summary>
    public static IReadOnlyList<SourceFile> ReadAll()
    {
        var root = ReadmeDocument.RepositoryFolder;
        string[] tops = ["src", "tests", "samples"];
        return [.. tops.SelectMany(top => Enumerate(System.IO.Path.Combine(root, top)))
            .Select(file => Parse(System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))];
    }

    public static SourceFile Parse(string path, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));
        var declared = tree.GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
        return new SourceFile(path, text, [.. declared.Select(Describe)]);
    }

    private static SourceType Describe(MemberDeclarationSyntax node)
    {
        var type = node as BaseTypeDeclarationSyntax;
        var name = type?.Identifier.ValueText ?? ((DelegateDeclarationSyntax)node).Identifier.ValueText;
        var spaces = node.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse();
        var container = string.Concat(spaces.Select(space => $"{space.Name}."));
        var span = node.GetLocation().GetLineSpan();
        var ancestor = type?.BaseList?.Types[0].Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().First();
        var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
        return new SourceType(name, container + name, lines, ancestor?.Identifier.ValueText);
    }

    private static IEnumerable<string> Enumerate(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs"))
            yield return file;
        var folders = Directory.EnumerateDirectories(folder).Where(inner => System.IO.Path.GetFileName(inner) is not ("bin" or "obj"));
        foreach (var inner in folders)
        {
            foreach (var file in Enumerate(inner))
                yield return file;
        }
    }
}
