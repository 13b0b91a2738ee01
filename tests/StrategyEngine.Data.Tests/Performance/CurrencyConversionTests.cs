using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class CurrencyConversionTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Currency Usdt = RandomHistories.Usdt;

    private static readonly Currency Euro = Currency.Parse("EUR");

    [Test]
    public async Task Equity_is_converted_as_of_each_point_so_that_the_rate_is_part_of_the_return()
    {
        var curve = new EquityCurve(Usdt, [new(Start, 100), new(Start.AddDays(1), 160, 50)]);

        var converted = await CurrencyConversion.ConvertAsync(curve, Euro, new Table(0.9m, 0.5m));

        converted.Currency.Should().Be(Euro);
        converted.Points.Should().Equal(new EquityPoint(Start, 90), new EquityPoint(Start.AddDays(1), 80, 25));
        converted.Returns.Should().ContainSingle().Which.Should().BeApproximately(55 / 90.0 - 1, 1e-15);
    }

    [Test]
    public async Task What_is_in_the_currency_already_needs_no_rate()
    {
        ClosedTrade[] trades = [new(Start, Start.AddDays(9), new Money(5, Usdt)) { Fee = new Money(1, Usdt) }];

        (await CurrencyConversion.ConvertAsync(trades, Usdt, new Table())).Should().Equal(trades);
    }

    [Test]
    public async Task All_amounts_of_a_trade_are_converted_and_rounded_to_twelve_decimals()
    {
        ClosedTrade[] trades =
        [
            new(Start.AddDays(-3), Start, new Money(0.000000000001m, Usdt))
            {
                Fee = new Money(2, Usdt),
                Funding = new Money(-4, Euro),
                EntryNotional = 6,
                Turnover = 8,
            },
        ];

        var converted = (await CurrencyConversion.ConvertAsync(trades, Euro, new Table(0.5m))).Single();

        converted.Should().Be(trades[0] with
        {
            Profit = new Money(0, Euro),
            Fee = new Money(1, Euro),
            Funding = new Money(-4, Euro),
            EntryNotional = 3,
            Turnover = 4,
        });
    }

    [Test]
    public async Task A_missing_rate_of_a_fee_is_refused_by_name()
    {
        ClosedTrade[] trades = [new(Start, Start.AddDays(9), new Money(5, Euro)) { Fee = new Money(1, Usdt) }];

        var convert = () => CurrencyConversion.ConvertAsync(trades, Euro, new Table(0.5m));

        var missing = (await convert.Should().ThrowAsync<CurrencyRateMissingException>()).Which;
        (missing.From, missing.To, missing.Instant).Should().Be((Usdt, Euro, Start.AddDays(9)));
    }

    // Rates of consecutive days.
    private sealed class Table(params decimal[] rates) : ICurrencyRates
    {
        public ValueTask<decimal?> FindAsync(
            Currency currency, Currency target, DateTimeOffset instant, CancellationToken cancellationToken = default)
        {
            var day = (instant - Start).Days;
            return new(currency == Usdt && target == Euro && day < rates.Length ? rates[day] : null);
        }
    }
}
