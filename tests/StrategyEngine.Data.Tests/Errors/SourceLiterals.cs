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
            if (TextOf(node) is { } text && (node.Parent is null || TextOf(node.Parent) is null))
                yield return (name, text);
        }
    }

    // A text that is longer than a line stands in several literals.
    private static string? TextOf(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(PartOf)),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && TextOf(sum.Left) is { } left
            && TextOf(sum.Right) is { } right => left + right,
        _ => null,
    };

    private static string PartOf(InterpolatedStringContentSyntax part) =>
        part is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : "{}";

    private static string Here([CallerFilePath] string path = "") => path;
}
