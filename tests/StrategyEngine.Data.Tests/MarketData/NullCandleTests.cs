using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Tests.Registration;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>A record of a list that is null is told by its index.</summary>
public sealed class NullCandleTests
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");

    [Test]
    public async Task A_candle_that_is_null_is_refused_by_its_index()
    {
        using var database = new CandleDatabase();
        var candle = new Candle
        {
            AssetId = AssetId,
            Timeframe = Timeframe.OneHour,
            OpenTime = DateTimeOffset.UnixEpoch,
            Open = 1,
            High = 1,
            Low = 1,
            Close = 1,
        };

        await database.Store.Awaiting(store => store.UpsertAsync(new List<Candle> { candle, null! })).Should()
            .ThrowAsync<ArgumentException>().WithMessage("*index 1 is null*");
        await database.Store.Awaiting(store => store.UpsertAsync((IEnumerable<Candle>)null!)).Should()
            .ThrowAsync<ArgumentNullException>().WithParameterName("candles");
    }

    [Test]
    public async Task A_record_that_is_null_is_refused_by_its_index()
    {
        using var services = new TradingServices();

        await services.Database.Bulk.Awaiting(writer => writer.UpsertAsync(new List<Asset> { null! })).Should()
            .ThrowAsync<ArgumentException>().WithMessage("*index 0 is null*");
    }
}
