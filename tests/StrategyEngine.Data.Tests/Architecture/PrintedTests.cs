using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Paging;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Architecture;

public sealed class PrintedTests
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Test]
    public void Values_print_in_one_style() =>
        Printed.Text($"{Instant} {Instant.AddMilliseconds(5)} {1.5m} {-0.25} {new byte[3]} {null} {OrderSide.Buy} {1.5:F2}")
            .Should().Be("2026-03-01T12:00:00Z 2026-03-01T12:00:00.005Z 1.5 -0.25 3 bytes null Buy 1.50");

    [Test]
    public void A_list_prints_its_count_and_its_first_item()
    {
        Printed.Text($"{Array.Empty<int>()}; {new[] { "a" }}; {new List<int> { 1, 2, 3 }}").Should().Be("0; 1 (a); 3 (1, …)");
        Printed.Text($"{new Dictionary<string, int> { ["a"] = 1 }}; {Enumerable.Range(4, 2)}").Should().Be("1 (a: 1); 2 (4, …)");
    }

    [Test]
    public void A_text_prints_on_one_line_and_is_cut()
    {
        Printed.Text($"{"a\nb"}").Should().Be("a b");
        Printed.Text($"{new string('x', 201)}").Should().Be(new string('x', 200) + "…");
        Printed.Text($"{new string('x', 199) + "\U0001F600"}").Should().Be(new string('x', 199) + "…");
    }

    [Test]
    public void An_address_prints_without_what_may_be_secret() =>
        Printed.Text($"{new Uri("wss://user:password@venue.example:9443/stream?key=1")}").Should().Be("wss://venue.example:9443");

    [Test]
    public void An_open_time_prints_as_an_instant_and_beyond_the_calendar_as_a_number()
    {
        Printed.OpenTime(0).Should().Be("1970-01-01T00:00:00Z");
        Printed.OpenTime(long.MaxValue).Should().Be("9223372036854775807");
        Printed.OpenTime(long.MinValue).Should().Be("-9223372036854775808");
    }

    [Test]
    public void Members_print_as_those_of_a_record()
    {
        var builder = new StringBuilder();

        Printed.Members(builder, new MigrationVerification([new MigrationFinding("a.b", true, "Broken.", [])])).Should().BeTrue();

        builder.ToString().Should()
            .Be("Findings = 1 (MigrationFinding { Code = a.b, IsFault = True, Message = Broken., Details = 0 }), IsSound = False");
    }

    [Test]
    public void Options_of_a_run_print_with_those_that_both_directions_share() =>
        new MigrateOptions { Target = "20260101000000_Initial" }.ToString().Should()
            .StartWith(
                "MigrateOptions { LockTimeout = 00:05:00,").And.Contain("AcknowledgedRisks = 0").And.EndWith("SkipVerification = False }");

    [Test]
    public void A_trade_prints_its_asset_if_it_was_read_with_it()
    {
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            Name = "Bitcoin",
            Exchange = "binance",
            AssetClass = AssetClass.Crypto,
            QuoteCurrency = Currency.Parse("USDT"),
        };
        var trade = new Trade
        {
            UserId = Guid.Empty,
            AssetId = asset.Id,
            Asset = asset,
            Side = OrderSide.Buy,
            Quantity = 0.5m,
            Exchange = "binance",
            OpenedAt = Instant,
        };

        trade.ToString().Should().Be($"Trade Buy 0 BTCUSDT on binance, Pending since 2026-03-01T12:00:00Z, {trade.Id}");
    }

    [Test]
    public void Tokens_print_their_session_and_its_end() =>
        new SessionTokens(Guid.Empty, Guid.Empty, new IssuedToken("a", Instant), new IssuedToken("b", Instant.AddHours(1))).ToString()
            .Should().Be("session 00000000-0000-0000-0000-000000000000 until 2026-03-01T13:00:00Z");

    [Test]
    public void A_result_of_candles_shows_what_was_wrong_with_the_first_refused_one() =>
        new CandleUpsertResult(
            0, 0, 0, 1, [new RefusedCandle(0, new CandleRow(0, 64_012.123456m, 63_999.5m, 64_100, 64_050.25m, 1_234.5678m),
                "High", CandleRefusal.HighBelowLow)])
            .ToString().Should().Contain("Field = High, Reason = HighBelowLow");

    [Test]
    public void An_ill_database_shows_what_is_ill_first() =>
        new DatabaseHealth(
            [new("connection", HealthState.Healthy, "SQLite answers."), new("keys", HealthState.Unhealthy, "The key ring lacks keys.")],
            TimeSpan.FromSeconds(1))
            .ToString().Should().Contain("State = Unhealthy").And.Contain("lacks keys");

    [Test]
    public void Indicators_print_their_values() =>
        new IndicatorValues
        {
            AssetId = Guid.Empty,
            Timeframe = Timeframe.OneHour,
            OpenTime = Instant,
            IndicatorVersion = 1,
            Rsi = 71.5,
            Sma = 2.5m,
        }
            .ToString().Should().Contain("RSI 71.5").And.Contain("SMA 2.5").And.Contain("MACD null");

    [TestCase(0, "0 rows")]
    [TestCase(1, "1 row")]
    [TestCase(2, "2 rows")]
    public void A_number_of_things_is_singular_for_one(int number, string text) => Printed.Count(number, "row").Should().Be(text);

    [Test]
    public void A_page_prints_how_many_items_it_has() =>
        new Page<string>(["what only the application knows"], "next", null).ToString().Should()
            .Be("Page { Items = 1, Next = next, Previous = null }");
}
