using System.Reflection;
using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>docs/errors.md lists every code, and no code that the source has lost.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly Assembly[] Assemblies =
        [typeof(TradingDatabase).Assembly, typeof(SqliteTradingProvider).Assembly, typeof(PostgreSqlTradingProvider).Assembly,
            typeof(SqlServerTradingProvider).Assembly];

    // Names of instruments (trading.…) and of fields in the messages of a venue (k.…) have the form of a code.
    private static readonly string[] OtherNames = ["trading", "k"];

    private static readonly List<(string Code, string Exception)> Rows =
        [.. Row().Matches(SourceLiterals.Page("errors.md")).Select(match => (match.Groups["code"].Value, match.Groups["exception"].Value))];

    private static IEnumerable<string> Codes => SourceLiterals.All
        .Select(literal => literal.Text)
        .Where(text => Code().IsMatch(text) && !OtherNames.Contains(text.Split('.')[0]))
        .Concat(Enum.GetNames<AdministrationFault>().Select(fault => $"administration.{InSnakeCase(fault)}"))
        .Concat(Enum.GetNames<RecoveryKitFault>().Select(fault => $"recovery_kit.{InSnakeCase(fault)}"))
        .Distinct();

    [Test]
    public void Every_code_of_the_source_stands_on_the_page() => Codes.Except(Rows.Select(row => row.Code)).Should().BeEmpty();

    [Test]
    public void Every_code_on_the_page_stands_in_the_source_and_once_on_the_page()
    {
        Rows.Select(row => row.Code).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(100);
        Rows.Select(row => row.Code).Except(Codes).Should().BeEmpty();
    }

    [Test]
    public void Every_exception_on_the_page_exists_and_every_exception_with_a_code_is_on_the_page()
    {
        var named = Rows.SelectMany(row => Name().Matches(row.Exception)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var withCode = Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsAbstract: false } && typeof(Exception).IsAssignableFrom(type)
                && type.GetProperty("Code") is not null)
            .Select(type => type.Name).ToList();

        // These two have the codes of what they report.
        withCode.Except(named).Should().BeEquivalentTo(nameof(EncryptionUpdateException), "MigrationVerificationException");
        named.Except(withCode).Should().BeEmpty();
    }

    [Test]
    public void Every_kind_of_database_error_is_explained()
    {
        var page = SourceLiterals.Page("errors.md");
        Enum.GetNames<DatabaseErrorKind>().Where(kind => !page.Contains($"| `{kind}` |", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Test]
    public void The_search_finds_codes() =>
        Codes.Should().Contain(["encryption.tampered", "csv.header", "sqlite.file_replaced", "candles.busy", "administration.disk_full",
            "recovery_kit.wrong_passphrase"]);

    private static string InSnakeCase(string name) =>
        Capital().Replace(name, match => match.Index == 0 ? match.Value : $"_{match.Value}").ToLowerInvariant();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+\.[a-z_]+)` \| (?<exception>[^|]+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^[a-z][a-z_]*\.[a-z][a-z_]*$")]
    private static partial Regex Code();

    [GeneratedRegex(@"`(\w+Exception)`")]
    private static partial Regex Name();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
