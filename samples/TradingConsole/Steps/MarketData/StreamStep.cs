using Microsoft.EntityFrameworkCore;

using ReplayExchange;

using Spectre.Console;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

using TradingConsole.Import;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Streams an hour of real minutes from a local venue into the table; in the middle the venue drops the connection.</summary>
internal sealed class StreamStep(
    IDbContextFactory<TradingDbContext> contexts,
    AssetCatalog assets,
    CandleStore candles,
    MarketDataPipeline pipeline,
    IAnsiConsole console)
{
    private const int DroppedAtMinute = 25;
    private const int MinutesWithoutStream = 8;
    private const double Speed = 900;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = SampleFiles.ReplayedHour;
        var asset = await assets.SaveAsync(file, cancellationToken);
        await ClearAsync(asset, file.Timeframe, cancellationToken);

        var market = ReplayMarket.Load(file.Symbol, file.Timeframe.Code, file.Path);
        await using var venue = await ReplayExchangeServer.StartAsync(
            new ReplayExchangeOptions
            {
                Markets = [market],
                Speed = Speed,
                Outages = [new ReplayOutage(DroppedAtMinute, MinutesWithoutStream)]
            }, cancellationToken);
        using var feed = new BinanceCandleFeed(
            new BinanceCandleFeedOptions { StreamEndpoint = venue.StreamEndpoint, RestEndpoint = venue.RestEndpoint });

        var updates = pipeline.WatchAsync(asset.Id, file.Timeframe, cancellationToken);
        await pipeline.StartAsync(
            [new MarketDataSubscription(feed, new VenueSeries(file.Symbol, file.Timeframe), asset.Id)], cancellationToken);
        try
        {
            await ShowAsync(updates, market.Bars.Count, cancellationToken);
        }
        finally
        {
            await pipeline.StopAsync(CancellationToken.None);
        }

        console.MarkupLineInterpolated(
            $"The venue dropped the connection at minute {DroppedAtMinute} for {MinutesWithoutStream} minutes; after reconnecting, the missed candles came by REST (connections: {venue.AcceptedConnections}, requests: {venue.HistoryRequests}).");
        await CompareAsync(file, asset, cancellationToken);
    }

    // The hour is past: without this, the second run would find it stored and have nothing to stream.
    private async Task ClearAsync(Asset asset, Timeframe timeframe, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.MarketData.Where(candle => candle.AssetId == asset.Id && candle.Timeframe == timeframe)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task ShowAsync(IAsyncEnumerable<CandleUpdate> updates, int minutes, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await new LiveCandles(console, minutes).ShowAsync(updates, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new Failure($"The stream did not complete within {Patience.TotalSeconds:0} s.");
        }
    }

    private async Task CompareAsync(CandleFile file, Asset asset, CancellationToken cancellationToken)
    {
        // The file has neither the quote volume nor the number of trades that the venue sends.
        var expected = await CandleCsvReader.ReadAsync(file.Path, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var stored = await candles.ReadAsync(asset.Id, file.Timeframe, cancellationToken: cancellationToken)
            .Select(candle => candle with { Revision = 0, QuoteVolume = null, TradeCount = null }).ToListAsync(cancellationToken);
        var equal = expected.Intersect(stored).Count();
        console.MarkupLineInterpolated(
            $"Stored [green]{stored.Count}[/] candles: [green]{equal}[/] of the {expected.Count} that the venue replayed, closed and equal in every value.");
        if (equal < expected.Count)
            throw new Failure("Not every candle of the stream was stored as the venue sent it.");
    }
}
