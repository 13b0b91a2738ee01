using System.Runtime.CompilerServices;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>The texts that stand in the hand-written source of the packages, and the pages of the documentation.</summary>
internal static class SourceLiterals
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    /// <summary>Every literal, and every interpolated text with a brace pair in the place of each value.</summary>
    public static IReadOnlyList<(string File, string Text)> All { get; } = [.. Files().SelectMany(Read)];

    public static string Page(string name) => File.ReadAllText(Path.Combine(Root, "docs", name));

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Where(file => !char.IsAsciiDigit(Path.GetFileName(file)[0]) && !file.EndsWith("ModelSnapshot.cs", StringComparison.Ordinal));

    private static IEnumerable<(string File, string Text)> Read(string file)
    {
        var name = Path.GetRelativePath(Root, file);
        foreach (var node in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes())
        {
            if (node is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression))
                yield return (name, literal.Token.ValueText);
            if (node is InterpolatedStringExpressionSyntax interpolated)
                yield return (name, string.Concat(interpolated.Contents.Select(part => part is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : "{}")));
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
