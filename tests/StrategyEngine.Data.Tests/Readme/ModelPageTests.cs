using System.Text.RegularExpressions;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>docs/model.md against the model.</summary>
public sealed partial class ModelPageTests
{
    [Test]
    public void Every_table_of_the_model_stands_in_the_page_and_every_table_of_the_page_in_the_model()
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, new SqliteTradingProvider("Data Source=design-time.db"));
        using var context = new TradingDbContext(options.Options);
        var tables = context.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct().ToList();

        tables.Should().HaveCountGreaterThan(20);
        TablesOfThePage().Should().OnlyHaveUniqueItems().And.BeEquivalentTo(tables);
    }

    // A table is named in the first or second cell of a row before the first section.
    private static IEnumerable<string> TablesOfThePage() => File
        .ReadLines(Path.Combine(ReadmeDocument.RepositoryFolder, "docs", "model.md"))
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Select(line => TableName().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^\\| (?:`[A-Z][A-Za-z]+` \\| )?`([a-z_]+)` \\|")]
    private static partial Regex TableName();
}
