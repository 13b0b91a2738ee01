using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Trading;

public sealed class OrderFiltersTests
{
    [TestCase(100.004, 100.00)]
    [TestCase(100.005, 100.00)]
    [TestCase(100.015, 100.02)]
    [TestCase(0.001, 0.01)]
    public void The_nearest_price_is_a_multiple_of_the_tick(double price, double nearest)
    {
        NewAsset().NearestPrice((decimal)price).Should().Be((decimal)nearest);
    }

    [Test]
    public void A_limit_is_never_worse_than_asked()
    {
        (NewAsset().PriceAtMost(100.009m), NewAsset().PriceAtLeast(100.001m)).Should().Be((100.00m, 100.01m));
    }

    [TestCase(1.2349, 1.234)]
    [TestCase(0.0099, 0)]
    [TestCase(99.5, 50)]
    [TestCase(0, 0)]
    public void A_quantity_is_cut_to_what_is_allowed(double quantity, double allowed)
    {
        NewAsset().QuantityAtMost((decimal)quantity).Should().Be((decimal)allowed);
    }

    [Test]
    public void Whatever_the_helpers_give_passes_the_filters()
    {
        Gen.Select(Gen.Decimal[0.02m, 100_000m], Gen.Decimal[0.2m, 200m]).Sample(
            (price, quantity) =>
            {
                var asset = NewAsset();
                asset.MinNotional = null;
                return asset.FindFaults(asset.QuantityAtMost(quantity), asset.NearestPrice(price)).Count == 0;
            },
            iter: 2_000);
    }

    [Test]
    public void Every_filter_that_refuses_is_named()
    {
        NewAsset().FindFaults(0.0005m, 0.015m, 0.001m).Should().HaveCount(5)
            .And.Contain(fault => fault.Contains("step 0.001", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains("tick 0.01", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains("notional, 5.", StringComparison.Ordinal));
        NewAsset().FindFaults(60m, 100m).Should().Equal("The quantity is above the greatest one, 50.");
        NewAsset().FindFaults(1m, 100m).Should().BeEmpty();
    }

    private static Asset NewAsset() => new()
    {
        Symbol = "BTCUSDT",
        AssetClass = AssetClass.Crypto,
        Name = "Bitcoin",
        Exchange = "binance",
        BaseCurrency = Currency.Parse("BTC"),
        QuoteCurrency = Currency.Parse("USDT"),
        TickSize = 0.01m,
        StepSize = 0.001m,
        MinQuantity = 0.01m,
        MaxQuantity = 50m,
        MinNotional = 5m,
    };
}
