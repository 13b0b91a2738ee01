using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Specifications.Performance;

/// <summary>Rates by stored candles, as they were known.</summary>
public abstract class CandleRatesSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Currency Bitcoin = Currency.Parse("BTC");

    private static readonly Currency Tether = Currency.Parse("USDT");

    private readonly Guid _assetId = Guid.CreateVersion7();

    private CandleRates Rates => new(Get<CandleStore>(), _assetId, Timeframe.OneHour, Bitcoin, Tether);

    [SetUp]
    public async Task AddCandlesAsync()
    {
        await using (var context = CreateContext())
        {
            context.Add(
                new Asset
                {
                    Id = _assetId,
                    Symbol = "BTCUSDT",
                    AssetClass = AssetClass.Crypto,
                    Name = "Bitcoin / Tether",
                    Exchange = "binance",
                    QuoteCurrency = Currency.Parse("USDT"),
                });
            await context.SaveChangesAsync();
        }

        // Hours 0, 1 and 2, the last of which the venue never closed; then hour 5.
        await Get<CandleStore>().UpsertAsync(
            _assetId, Timeframe.OneHour, new[] { Candle(0, 100), Candle(1, 200), Candle(2, 300, closed: false), Candle(5, 400) });
    }

    [TestCase(59.999, null)]
    [TestCase(60, 100)]
    [TestCase(119.999, 100)]
    [TestCase(120, 200)]
    [TestCase(200, 200)]
    [TestCase(359.999, 200)]
    [TestCase(360, 400)]
    [TestCase(100_000, 400)]
    public async Task The_rate_is_the_last_close_known_at_the_instant(double minutes, int? rate) =>
        (await Rates.FindAsync(Bitcoin, Tether, Begin.AddMinutes(minutes))).Should().Be(rate);

    [Test]
    public async Task A_rate_is_found_both_ways_and_of_no_other_pair()
    {
        (await Rates.FindAsync(Tether, Bitcoin, Begin.AddHours(6))).Should().Be(0.0025m);
        (await Rates.FindAsync(Tether, Currency.Parse("EUR"), Begin.AddHours(6))).Should().BeNull();
    }

    [Test]
    public async Task A_rate_that_is_too_old_is_none()
    {
        var rates = new CandleRates(Get<CandleStore>(), _assetId, Timeframe.OneHour, Bitcoin, Tether, TimeSpan.FromHours(1));

        (await rates.FindAsync(Bitcoin, Tether, Begin.AddHours(7))).Should().Be(400);
        (await rates.FindAsync(Bitcoin, Tether, Begin.AddHours(7).AddMilliseconds(1))).Should().BeNull();
    }

    [Test]
    public async Task Trades_are_converted_at_the_rates_known_when_they_closed()
    {
        ClosedTrade[] trades =
        [
            new(Begin, Begin.AddMinutes(61), new Money(0.5m, Bitcoin)) { Fee = new Money(1, Tether), Turnover = 2 },
            new(Begin, Begin.AddHours(2), new Money(-0.1m, Bitcoin)),
            new(Begin, Begin.AddHours(2), new Money(7, Tether)),
        ];

        var converted = TradeStatistics.From(await CurrencyConversion.ConvertAsync(trades, Tether, Rates));

        (converted.Currency, converted.TotalPnl, converted.Fees).Should().Be((Tether, 0.5m * 100 - 0.1m * 200 + 7, 1m));
    }

    [Test]
    public async Task A_rate_that_is_missing_names_currency_and_instant()
    {
        ClosedTrade[] trades = [new(Begin, Begin.AddMinutes(30), new Money(0.5m, Bitcoin))];

        var convert = () => CurrencyConversion.ConvertAsync(trades, Tether, Rates);

        var missing = (await convert.Should().ThrowAsync<CurrencyRateMissingException>()).Which;
        (missing.Code, missing.From, missing.To, missing.Instant).Should()
            .Be(("currency.rate_missing", Bitcoin, Tether, Begin.AddMinutes(30)));
        missing.Message.Should().Contain("BTC").And.Contain("2024-01-01T00:30:00Z").And.Contain("PerCurrency");
    }

    private static CandleRow Candle(int hour, decimal close, bool closed = true) => new(
        Begin.AddHours(hour).ToUnixTimeMilliseconds(), close, close, close, close, 1, closed,
        Begin.AddHours(hour).ToUnixTimeMilliseconds());
}
