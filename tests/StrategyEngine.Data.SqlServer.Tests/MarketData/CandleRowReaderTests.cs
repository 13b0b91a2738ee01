using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.SqlServer.MarketData;

namespace StrategyEngine.Data.SqlServer.Tests.MarketData;

/// <summary>What the bulk copy reads.</summary>
public sealed class CandleRowReaderTests
{
    [Test]
    public void The_columns_are_those_of_the_staging_table_in_its_order()
    {
        using var reader = Read(default(CandleRow));

        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();

        var places = names.ConvertAll(name =>
            SqlServerCandleSql.CreateStage.IndexOf($" {name} ", StringComparison.Ordinal) is var place and >= 0
                ? place
                : SqlServerCandleSql.CreateStage.IndexOf($"[{name}]", StringComparison.Ordinal));
        places.Should().OnlyContain(place => place > 0).And.BeInAscendingOrder();
        names.Should().HaveCount(SqlServerCandleSql.CreateStage.Count(letter => letter == '\n'), "that is one line for each column");
    }

    [Test]
    public void Every_row_is_given_once_and_exactly()
    {
        using var reader = Read(
            new CandleRow(1672515780000, 16649.5m, 16677m, 16608.00000001m, 16650m, 99_999_999_999_999_999_999.99999999m, false, 7,
                0.00000001m, 3_000_000_000),
            new CandleRow(-1, 1m, 2m, 0.5m, 1.5m, 0m));
        var values = new object[reader.FieldCount];

        reader.Read().Should().BeTrue();
        reader.GetValues(values);
        values.Should()
            .Equal(
                new DateTime(2022, 12, 31, 19, 43, 0, DateTimeKind.Utc), 16649.5m, 16677m, 16608.00000001m, 16650m,
                99_999_999_999_999_999_999.99999999m, false, 7L, 0.00000001m, 3_000_000_000L);
        reader.IsDBNull(8).Should().BeFalse();
        reader.Read().Should().BeTrue();
        reader.GetDateTime(0).Should().Be(new DateTime(1969, 12, 31, 23, 59, 59, 999, DateTimeKind.Utc));
        reader.GetBoolean(6).Should().BeTrue();
        (reader.IsDBNull(5), reader.IsDBNull(8), reader.IsDBNull(9)).Should().Be((false, true, true));
        reader.Read().Should().BeFalse();
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1672515780123)]
    [TestCase(-62135596800000)]
    [TestCase(253402300799999)]
    public void An_open_time_comes_back_to_the_millisecond(long milliseconds)
    {
        var stored = CandleInstant.ToStored(milliseconds);

        CandleInstant.FromStored(DateTime.SpecifyKind(stored, DateTimeKind.Unspecified)).Should().Be(milliseconds);
    }

    private static CandleRowReader Read(params CandleRow[] rows) => new(rows);
}
