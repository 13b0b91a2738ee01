using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>
/// Compiles a top-level program as a new console project would: implicit usings, nullable, and everything these tests reference.
/// </summary>
internal static class ReadmeCompiler
{
    // What the SDK adds to a console project with ImplicitUsings.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // What the SDK never warns of: an assembly of a later version in place of the one that another was built with.
    private static readonly Dictionary<string, ReportDiagnostic> Unreported = new()
    {
        ["CS1701"] = ReportDiagnostic.Suppress,
        ["CS1702"] = ReportDiagnostic.Suppress,
    };

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the compiler has to say against a program, warnings included.</summary>
    public static IReadOnlyList<string> Check(string source) => Problems(Compile(source).GetDiagnostics());

    /// <summary>Writes a program as an assembly.</summary>
    /// <exception cref="InvalidOperationException">It does not compile without a warning.</exception>
    public static void Emit(string source, string path)
    {
        var result = Compile(source).Emit(path);
        var problems = Problems(result.Diagnostics);
        if (!result.Success || problems.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static CSharpCompilation Compile(string source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        return CSharpCompilation.Create(
            "Program",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, parse), CSharpSyntaxTree.ParseText(source, parse)],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable,
                optimizationLevel: OptimizationLevel.Release,
                specificDiagnosticOptions: Unreported));
    }

    private static List<string> Problems(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
}
