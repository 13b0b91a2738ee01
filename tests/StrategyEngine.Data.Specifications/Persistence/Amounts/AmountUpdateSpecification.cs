using System.Globalization;

using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>
/// What ExecuteUpdate stores is the amount that memory computes, in the form that everything else writes, or nothing is stored.
/// </summary>
public abstract class AmountUpdateSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private Guid _assetId;

    /// <summary>A condition in SQL that an amount is stored in the one form that saving writes.</summary>
    /// <param name="column">The name of the column.</param>
    protected abstract string Canonical(string column);

    [SetUp]
    public async Task SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        _assetId = asset.Id;
    }

    [Test]
    public async Task An_update_stores_what_memory_computes_in_any_culture_or_nothing()
    {
        int stored = 0, refused = 0;
        foreach (var culture in new[] { "", "de-DE", "tr-TR", "fa-IR" })
        {
            foreach (var sets in AmountGen.Sets)
            {
                await sets.SampleAsync(
                    async set =>
                    {
                        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                        var differences = new List<string>();
                        foreach (var update in AmountUpdate.All(set.Parameters))
                        {
                            foreach (var candle in set.Candles.Take(3))
                            {
                                var (outcome, difference) = await ApplyAsync(update, candle);
                                (stored, refused) = outcome ? (stored + 1, refused) : (stored, refused + 1);
                                if (difference is not null)
                                    differences.Add($"{update.Name}: {difference}");
                            }
                        }

                        string.Join(Environment.NewLine, differences).Should().BeEmpty($"of culture '{culture}'");
                    },
                    iter: 1,
                    threads: 1,
                    print: set => $"{set.Candles.Count} candles");
            }
        }

        stored.Should().BeGreaterThan(200);
        refused.Should().BeGreaterThan(50);
    }

    [Test]
    public async Task An_update_that_does_not_fit_names_the_field_and_no_value()
    {
        await using var context = CreateContext();
        await context.Assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.TickSize, 1.25m));

        var finer = await context.Invoking(
            c => c.Assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.TickSize, asset => asset.TickSize / 3)))
            .Should().ThrowAsync<AmountOutOfRangeException>();
        var larger = context.Invoking(c => c.Assets.ExecuteUpdate(set => set.SetProperty(asset => asset.MinNotional, 7_123_456_789_012m)))
            .Should().Throw<AmountOutOfRangeException>();

        finer.Which.Field.Should().Be("Asset.TickSize");
        finer.Which.Message.Should().NotContain("0.41");
        larger.Which.Field.Should().Be("Asset.MinNotional");
        larger.Which.Message.Should().NotContain("7123456789012");
        (await context.Assets.SingleAsync()).Should().BeEquivalentTo(new { TickSize = 1.25m, MinNotional = (decimal?)null });
    }

    [Test]
    public async Task A_nullable_amount_is_cleared_and_copied()
    {
        await using var context = CreateContext();
        await context.Assets.ExecuteUpdateAsync(
            set => set.SetProperty(asset => asset.TickSize, 1.500m).SetProperty(asset => asset.MinNotional, asset => asset.MaxNotional));
        (await context.Assets.CountAsync(asset => asset.TickSize == 1.5m && asset.MinNotional == null)).Should().Be(1);

        await context.Assets.ExecuteUpdateAsync(
            set => set.SetProperty(asset => asset.StepSize, asset => asset.TickSize + asset.MinNotional)
                .SetProperty(asset => asset.TickSize, (decimal?)null));

        (await context.Assets.CountAsync(asset => asset.TickSize == null && asset.StepSize == null)).Should().Be(1);
    }

    [Test]
    public async Task Rows_are_deleted_by_their_amounts()
    {
        await using var context = CreateContext();
        decimal[] amounts = [0m, 1.5m, 9m, 10m, 100m, 0.00000001m];
        foreach (var (index, amount) in amounts.Index())
            context.Add(Candle(index, amount));
        await context.SaveChangesAsync();

        (await context.MarketData.Where(candle => candle.Open > 1.50m && candle.Open < 10.0m).ExecuteDeleteAsync()).Should().Be(1);
        (await context.MarketData.Where(candle => candle.Open == 100.00m || candle.Open + 1m == 1m).ExecuteDeleteAsync()).Should().Be(2);

        (await context.MarketData.OrderBy(candle => candle.Open).Select(candle => candle.Open).ToListAsync()).Should()
            .Equal(0.00000001m, 1.5m, 10m);
    }

    [Test]
    public async Task A_compiled_query_compares_and_sums_like_any_other()
    {
        var query = EF.CompileAsyncQuery(
            (TradingDbContext context, decimal least) =>
                context.MarketData.Where(candle => candle.Open >= least).Sum(candle => candle.Open));
        await using var context = CreateContext();
        foreach (var (index, amount) in new[] { 9m, 10m, 100.10m, 1.5m }.Index())
            context.Add(Candle(index, amount));
        await context.SaveChangesAsync();

        (await query(context, 9.500m)).Should().Be(110.1m);
        (await query(context, 1.50m)).Should().Be(120.6m);
    }

    [Test]
    public async Task A_division_by_zero_fails_and_changes_nothing()
    {
        await using var context = CreateContext();
        context.AddRange(Candle(0, 2m), Candle(1, 3m));
        await context.SaveChangesAsync();
        var before = await context.MarketData.OrderBy(candle => candle.OpenTime).Select(candle => candle.Volume).ToListAsync();

        Func<Task>[] divisions =
        [
            () => context.MarketData.ExecuteUpdateAsync(
                set => set.SetProperty(candle => candle.Volume, candle => candle.Open / (candle.Open - 2m))),
            () => context.MarketData.ExecuteUpdateAsync(
                set => set.SetProperty(candle => candle.Volume, candle => candle.Open % (candle.Open - 2m))),
            () => context.MarketData.AverageAsync(candle => candle.Open / (candle.Open - 2m)),
            () => context.MarketData.CountAsync(candle => candle.Open / (candle.Open - 2m) > 1m),
            () => context.MarketData.OrderBy(candle => candle.Open / (candle.Open - 2m)).Select(candle => candle.OpenTime).ToListAsync(),
        ];
        foreach (var division in divisions)
            (await division.Should().ThrowAsync<System.Data.Common.DbException>()).WithMessage("*by zero*");

        (await context.MarketData.OrderBy(candle => candle.OpenTime).Select(candle => candle.Volume).ToListAsync()).Should().Equal(before);
    }

    private async Task<(bool Stored, string? Difference)> ApplyAsync(AmountUpdate update, Candle candle)
    {
        await using var context = CreateContext();
        await context.MarketData.ExecuteDeleteAsync();
        context.Add(new Candle
        {
            AssetId = _assetId,
            Timeframe = candle.Timeframe,
            OpenTime = candle.OpenTime,
            Open = candle.Open,
            High = candle.High,
            Low = candle.Low,
            Close = candle.Close,
            Volume = candle.Volume,
            Closed = candle.Closed,
            Revision = candle.Revision,
        });
        await context.SaveChangesAsync();
        var (before, after) = (update.Amount.Compile()(candle), Expected(update, candle));
        try
        {
            await context.MarketData.ExecuteUpdateAsync(set => set.SetProperty(update.Amount, update.Value));
        }
        catch (Exception exception) when (after is null)
        {
            var kept = await ReadAsync(context, update);
            return (false,
                kept == before
                    ? exception is AmountOutOfRangeException or OverflowException || Overflows(update, candle)
                        ? null
                        : $"{exception.GetType().Name} {exception.Message}"
                    : $"failed, and {kept} is stored in place of {before}");
        }
        catch (Exception exception)
        {
            return (false, $"{after} is refused: {exception.GetType().Name} {exception.Message}");
        }

        var read = await ReadAsync(context, update);
        return (true, read == after ? null : $"{read} is stored, not {after?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}");
    }

    private async Task<decimal?> ReadAsync(TradingDbContext context, AmountUpdate update)
    {
        var column = update.IsVolume ? "volume" : "open";
#pragma warning disable EF1002 // Names of the model.
        var canonical = await context.Database.SqlQueryRaw<int>(
            $"""SELECT COUNT(*) AS "Value" FROM {TestDatabase.Table("market_data")} WHERE {Canonical(column)}""").SingleAsync();
#pragma warning restore EF1002
        return canonical == 1 ? await context.MarketData.AsNoTracking().Select(update.Amount).SingleAsync() : null;
    }

    private static decimal? Expected(AmountUpdate update, Candle candle)
    {
        try
        {
            var value = update.Value.Compile()(candle);
            return decimal.Round(value, update.IsVolume ? 8 : 12) == value
                && Math.Abs(value) <= (update.IsVolume ? AmountGen.LargestVolume : AmountGen.LargestPrice) ? value : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static bool Overflows(AmountUpdate update, Candle candle)
    {
        try
        {
            update.Value.Compile()(candle);
            return false;
        }
        catch (OverflowException)
        {
            return true;
        }
    }

    private Candle Candle(int minute, decimal open) =>
        new()
        {
            AssetId = _assetId,
            Timeframe = Timeframe.OneMinute,
            OpenTime = Start.AddMinutes(minute),
            Open = open,
            High = 1,
            Low = 1,
            Close = 1,
            Volume = 1
        };
}
