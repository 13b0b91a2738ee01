using System.Globalization;
using System.Text;

using FluentAssertions;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>
/// The SQLite database that commit 851bcef made, before the first release: it is refused by name, and what the page says about taking over
/// its data is done.
/// </summary>
public sealed class StoredDatabaseTests
{
    private static readonly string[] Prerelease = ["20261126140134_Initial", "20261126204112_AddCandleCoverage"];

    private StoredCopy _copy = null!;

    [SetUp]
    public void Copy() => _copy = new StoredCopy();

    [TearDown]
    public void Delete() => _copy.Dispose();

    [Test]
    public async Task A_database_from_before_the_first_release_is_refused_by_name_and_left_as_it_is()
    {
        await using var services = _copy.BuildServices();
        var runner = services.GetRequiredService<MigrationRunner>();
        var before = await ContentAsync();

        Func<Task>[] calls =
        [
            () => runner.MigrateAsync(),
            () => runner.PlanAsync(),
            () => runner.WaitUntilCurrentAsync(TimeSpan.FromMinutes(1)),
        ];
        foreach (var call in calls)
        {
            var refusal = (await call.Should().ThrowAsync<PrereleaseDatabaseException>()).Which;
            (refusal.Code, refusal.PrereleaseMigrations).Should().BeEquivalentTo(("migrations.prerelease", Prerelease));
            refusal.Message.Should().Contain("before the first release").And.Contain("docs/migrations.md").And.NotContain(_copy.In(""));
        }

        (await ContentAsync()).Should().Be(before);
        (await runner.GetStatusAsync()).Unknown.Should().Equal(Prerelease);
        (await runner.VerifyAsync()).Findings.Should().ContainSingle(finding => finding.Code == "migrations.prerelease")
            .Which.Should().Match<MigrationFinding>(finding => finding.IsFault && finding.Details.SequenceEqual(Prerelease));
    }

    [Test]
    public async Task The_statement_of_the_page_exports_its_candles_for_a_new_database()
    {
        var exported = await ExportAsync(_copy.In("trading.db"), _copy.Facts.Asset);

        exported.Should().Equal(await File.ReadAllLinesAsync(_copy.In("candles.csv")), "that is what CandleCsvWriter once wrote of them");
        await using var services = await _copy.MigrateAsync("new.db");
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            AssetClass = AssetClass.Crypto,
            Name = "Bitcoin / Tether",
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();
        var candles = services.GetRequiredService<CandleStore>();
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', exported)));

        (await candles.ImportAsync(asset.Id, Timeframe.OneMinute, csv, "candles.csv")).Should()
            .BeEquivalentTo(new { Inserted = 169, Refused = 0, RoundedVolumes = 0 });

        var rows = await candles.ReadAsync(asset.Id, Timeframe.OneMinute).ToListAsync();
        (rows[0], rows[^1]).Should().Be((
            new CandleRow(1772323200000, 16600m, 16605.2m, 16598.75m, 16603.7m, 1.00000001m),
            new CandleRow(1772333880000, 16602.1m, 16607.3m, 16600.85m, 16605.8m, 179.00000179m)));
    }

    /// <summary>Runs the statement of the page for an asset, and gives what <c>sqlite3 -header -csv</c> prints.</summary>
    internal static async Task<List<string>> ExportAsync(string database, Guid asset)
    {
        var statement = string.Join('\n', ReadmeDocument.Load("docs/migrations.md").Blocks("sql")
            .Single(block => block.Any(line => line.StartsWith("FROM market_data", StringComparison.Ordinal))));
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement of the page.
        command.CommandText = statement.Replace(
            "0197F3A17C557D3E9A110123456789AB", Convert.ToHexString(asset.ToByteArray(bigEndian: true)), StringComparison.Ordinal);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName))];
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount)
                .Select(field => Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture))
                .Select((text, field) => field == 0 || !text!.EndsWith(".0", StringComparison.Ordinal) ? text : text[..^2])));
        }

        return lines;
    }

    private async Task<string> ContentAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_copy.In("trading.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT group_concat(sql, ';') FROM sqlite_schema) || (SELECT COUNT(*) FROM __trading_migrations)
                || (SELECT COUNT(*) FROM market_data) || ' ' || (SELECT COUNT(*) FROM users)
            """;
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
