using System.Runtime.CompilerServices;
using FluentAssertions;
using NUnit.Framework;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Sessions;

public sealed class DocumentationTests
{
    [TestCase(typeof(SessionOptions))]
    [TestCase(typeof(AccountOptions))]
    public void Every_option_stands_in_the_table_of_the_documentation(Type options)
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/sessions.md"));
        var table = page[page.IndexOf($"| `{options.Name}` |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];

        foreach (var property in options.GetProperties())
            table.Should().Contain($"`{property.Name}`");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
