using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>The bulk path and Entity Framework store the same bytes, which other tools can read.</summary>
public abstract class AmountFormSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly string[] Columns = ["open", "high", "low", "close", "volume", "quote_volume", "trade_count"];

    /// <summary>The bytes in which the engine keeps a value, with its type, as text.</summary>
    /// <param name="column">The name of the column.</param>
    protected abstract string Stored(string column);

    /// <summary>Runs a query of one column on a connection that knows nothing of the library.</summary>
    protected abstract Task<List<object>> QueryElsewhereAsync(string sql);

    /// <summary>A column as the number that any tool can order and compute with.</summary>
    protected virtual string Number(string column) => column;

    [Test]
    public async Task Candles_of_the_bulk_path_and_of_saving_are_the_same_bytes()
    {
        var amount = AmountGen.Price.Select(value => Math.Clamp(Math.Abs(value), 0.000000000001m, AmountGen.LargestPrice));
        await Gen.Select(amount.Array[4], AmountGen.Volume.Select(Math.Abs)).Array[40].SampleAsync(
            async drawn =>
            {
                var rows = drawn.Select((row, minute) => Row(minute, row.Item1, row.Item2)).ToArray();
                var (bulk, saved) = (await SaveAssetAsync(), await SaveAssetAsync());
                (await Get<CandleStore>().UpsertAsync(bulk, Timeframe.OneMinute, rows)).Inserted.Should().Be(rows.Length);
                await SaveAsync(saved, rows);

                await using var context = CreateContext();
                (await FormsAsync(bulk)).Should().Equal(await FormsAsync(saved)).And.HaveCount(rows.Length * Columns.Length);
                (await context.MarketData.CountAsync(
                    one => one.AssetId == bulk && context.MarketData.Any(other => other.AssetId == saved && other.OpenTime == one.OpenTime
                    && other.Open == one.Open
                    && other.High == one.High
                    && other.Low == one.Low
                    && other.Close == one.Close
                    && other.Volume == one.Volume
                    && other.QuoteVolume == one.QuoteVolume
                    && other.TradeCount == one.TradeCount))).Should().Be(rows.Length);
                await using var emptied = CreateContext();
                await emptied.MarketData.ExecuteDeleteAsync();
            },
            iter: 5,
            threads: 1);
    }

    [Test]
    public async Task Another_tool_reads_orders_and_sums_them()
    {
        decimal[] amounts = [9m, 10m, 100.5m, 0.00000001m, 123456.789m, AmountGen.LargestAmount];
        var asset = await SaveAssetAsync();
        await Get<CandleStore>()
            .UpsertAsync(
                asset,
                Timeframe.OneMinute,
                amounts.Take(3).Select((price, minute) => Row(minute, [price, price, price, price], price)).ToArray());
        await SaveAsync(asset, amounts.Select((price, minute) => Row(minute, [price, price, price, price], price)).Skip(3));

        var read = await QueryElsewhereAsync(
            $"SELECT CAST(close AS double precision) FROM {TestDatabase.Table("market_data")} ORDER BY {Number("close")}");
        var sum = await QueryElsewhereAsync(
            $"SELECT CAST(SUM({Number("volume")}) AS double precision) FROM {TestDatabase.Table("market_data")}");

        read.Should().Equal(amounts.Order().Select(price => (object)(double)price));
        sum.Should().ContainSingle().Which.Should().BeOfType<double>().Which.Should().BeApproximately((double)amounts.Sum(), 0.001);
    }

    private static CandleRow Row(int minute, decimal[] prices, decimal volume) => new(
        Start.AddMinutes(minute).ToUnixTimeMilliseconds(), prices[0], prices.Max(), prices.Min(), prices[3], volume,
        QuoteVolume: minute % 3 == 0 ? null : volume, TradeCount: minute % 4 == 0 ? null : minute * 1_000_000_007L);

    private async Task<Guid> SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    private async Task SaveAsync(Guid asset, IEnumerable<CandleRow> rows)
    {
        await using var context = CreateContext();
        context.AddRange(rows.Select(row => new Candle
        {
            AssetId = asset,
            Timeframe = Timeframe.OneMinute,
            OpenTime = row.OpenInstant,
            Open = row.Open,
            High = row.High,
            Low = row.Low,
            Close = row.Close,
            Volume = row.Volume,
            QuoteVolume = row.QuoteVolume,
            TradeCount = row.TradeCount,
            Closed = row.Closed,
        }));
        await context.SaveChangesAsync();
    }

    private async Task<List<string>> FormsAsync(Guid asset)
    {
        await using var context = CreateContext();
        var forms = new List<string>();
        foreach (var column in Columns)
        {
#pragma warning disable EF1002 // Names of the model.
            forms.AddRange(await context.Database.SqlQueryRaw<string>(
                $$"""
                SELECT COALESCE({{Stored(column)}}, 'none') AS "Value" FROM {{TestDatabase.Table("market_data")}} WHERE asset_id = {0} ORDER BY open_time
                """,
                Parameter(asset)).ToListAsync());
#pragma warning restore EF1002
        }

        return forms;
    }

    /// <summary>An id as a plain statement has to give it.</summary>
    protected virtual object Parameter(Guid id) => id;
}
