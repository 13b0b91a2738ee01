using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>What the specifications of completeness share: one series of minutes and what is recorded of it.</summary>
public abstract class CoverageFixture<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected static readonly DateTimeOffset Day = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day);
    protected static readonly DateTimeOffset FirstMinute = new(2016, 10, 7, 0, 0, 0, TimeSpan.Zero);
    protected static readonly DateTimeOffset EndOfMinutes = FirstMinute.AddDays(3);

    protected Guid AssetId { get; private set; }

    protected CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetsAsync() => AssetId = await SaveAssetAsync();

    protected async Task<Guid> SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    protected Task<CandleUpsertResult> WriteAsync(params CandleRow[] rows) => Store.UpsertAsync(AssetId, Timeframe.OneMinute, rows);

    protected Task<CandleProof> ProveAsync() => Store.ProveAsync(AssetId, Timeframe.OneMinute);
}
