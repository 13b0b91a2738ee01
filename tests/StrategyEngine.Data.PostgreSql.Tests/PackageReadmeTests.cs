using System.Reflection;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>The program on the package's page, on the server of the tests in place of the one it names.</summary>
public sealed class PackageReadmeTests : Specification<PostgreSqlTestDatabase>
{
    [Test]
    public async Task The_program_of_the_page_registers_a_user()
    {
        var page = string.Join('\n', ReadmeDocument.Load("src/StrategyEngine.Data.PostgreSql/README.md").CSharpBlocks.Single());
        var program = Replaced(page, "\"Host=localhost;Database=trading;Username=trading\"", Literal(TestDatabase.ConnectionString));
        program = Replaced(program, "\"keys\"", Literal(Path.Combine(TestDatabase.Folder, "keys")));
        var file = Path.Combine(TestDatabase.Folder, "Program.dll");
        ReadmeCompiler.Emit(program, file);

        // Its entry point waits for what it awaits.
        var main = Assembly.LoadFrom(file).EntryPoint!;
        await Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null));

        (await TestDatabase.ScalarAsync<long>("SELECT count(*) FROM trading.users")).Should().Be(1);
    }

    private static string Replaced(string program, string text, string by)
    {
        program.Should().Contain(text);
        return program.Replace(text, by, StringComparison.Ordinal);
    }

    private static string Literal(string text) => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
