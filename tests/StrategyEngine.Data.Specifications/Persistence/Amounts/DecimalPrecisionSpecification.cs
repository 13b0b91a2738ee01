using System.Globalization;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class DecimalPrecisionSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly decimal[] Exact =
    [
        123456789012.12345678m, 999_999_999_999.99999999m, 0.00000001m, 0.1m, 0.3m, 100m, 1.10m, 2.50000000m,
    ];

    [TestCaseSource(nameof(Exact))]
    public async Task An_amount_is_read_as_it_was_saved_to_the_last_digit(decimal amount)
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        asset.TickSize = amount;
        context.Add(asset);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.Assets.SingleAsync()).TickSize.Should().Be(amount);
        (await context.Assets.CountAsync(a => a.TickSize == amount)).Should().Be(1);
    }

    [TestCase("0.000000012345")]
    [TestCase("0.000000001")]
    [TestCase("1000000000000")]
    [TestCase("-1000000000000.5")]
    public async Task An_amount_that_does_not_fit_is_refused_by_the_name_of_its_field(string text)
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        asset.MinNotional = decimal.Parse(text, CultureInfo.InvariantCulture);
        context.Add(asset);

        var failure = await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<AmountOutOfRangeException>();

        failure.Which.Field.Should().Be("Asset.MinNotional");
        failure.Which.Message.Should().NotContain(text);
        (await context.Assets.CountAsync()).Should().Be(0);
    }

    [Test]
    public async Task A_volume_takes_twenty_digits_before_the_point()
    {
        const decimal Volume = 12345678901234567890.12345678m;
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        context.Add(
            new Candle
            {
                AssetId = asset.Id,
                Timeframe = Timeframe.OneDay,
                OpenTime = Start,
                Open = 1,
                High = 1,
                Low = 1,
                Close = 1,
                Volume = Volume
            });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.MarketData.SingleAsync()).Volume.Should().Be(Volume);
    }

    [TestCase("")]
    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("fa-IR")]
    public async Task Order_comparison_and_sums_are_exact_in_every_culture(string culture)
    {
        decimal[] amounts = [100.5m, 13.4m, 7m, 84.3m, 19.95m, 123456789012.12345678m, 0.00000001m];
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            await using var context = CreateContext();
            foreach (var amount in amounts)
            {
                var asset = TestRecords.Asset();
                asset.TickSize = amount;
                context.Add(asset);
            }

            await context.SaveChangesAsync();

            (await context.Assets.OrderBy(a => a.TickSize).Select(a => a.TickSize).ToListAsync()).Should()
                .Equal(amounts.Order().Select(a => (decimal?)a));
            (await context.Assets.Where(a => a.TickSize > 13.4m && a.TickSize <= 100.5m).CountAsync()).Should().Be(3);
            (await context.Assets.SumAsync(a => a.TickSize)).Should().Be(amounts.Sum());
            (await context.Assets.MaxAsync(a => a.TickSize)).Should().Be(amounts.Max());
            (await context.Assets.MinAsync(a => a.TickSize)).Should().Be(amounts.Min());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
