using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

/// <summary>Messages of the market-data pipeline: event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Connected to {Exchange} for {Series} series")]
    public static partial void FeedConnected(ILogger logger, string exchange, int series);

    [LoggerMessage(1301, LogLevel.Warning, "The connection to {Exchange} ended ({Code}); trying again in {Delay}")]
    public static partial void FeedDisconnected(ILogger logger, string exchange, string code, TimeSpan delay, Exception? exception);

    [LoggerMessage(1302, LogLevel.Information, "Fetched {Candles} closed candles of {Symbol} {Timeframe} from the history of {Exchange}")]
    public static partial void CaughtUp(ILogger logger, string exchange, string symbol, string timeframe, int candles);

    [LoggerMessage(
        1303, LogLevel.Warning, "The history of {Exchange} does not show {Symbol} {Timeframe} as closed up to {OpenTime}; asking again")]
    public static partial void HistoryBehindStream(
        ILogger logger, string exchange, string symbol, string timeframe, DateTimeOffset openTime);

    [LoggerMessage(
        1304, LogLevel.Error,
        "The history of {Exchange} still does not show {Symbol} {Timeframe} as closed up to {OpenTime}; candles before it may be missing")]
    public static partial void HistoryGivenUp(ILogger logger, string exchange, string symbol, string timeframe, DateTimeOffset openTime);

    [LoggerMessage(1305, LogLevel.Warning, "Refused a candle of {Symbol} {Timeframe} from {Exchange}: {Field} {Reason}")]
    public static partial void CandleRefused(ILogger logger, string exchange, string symbol, string timeframe, string field, string reason);

    [LoggerMessage(1306, LogLevel.Warning, "Skipped a frame from {Exchange} that could not be decoded: {Problem}")]
    public static partial void FrameUnreadable(ILogger logger, string exchange, string problem);

    [LoggerMessage(1307, LogLevel.Debug, "Skipped a frame of kind {Kind} from {Exchange}")]
    public static partial void FrameIgnored(ILogger logger, string exchange, string kind);

    [LoggerMessage(1308, LogLevel.Warning, "The database is busy; {Candles} candles wait and are written again")]
    public static partial void CandleWriteBusy(ILogger logger, int candles, Exception exception);

    [LoggerMessage(1309, LogLevel.Error, "The market-data pipeline failed and stopped")]
    public static partial void PipelineFailed(ILogger logger, Exception exception);

    [LoggerMessage(1310, LogLevel.Warning, "A subscriber to {Timeframe} candles of asset {AssetId} fell behind and was disconnected")]
    public static partial void SubscriberDisconnected(ILogger logger, Guid assetId, string timeframe);

    [LoggerMessage(1311, LogLevel.Information, "{Exchange} announced that it will close the connection")]
    public static partial void FeedShutdownAnnounced(ILogger logger, string exchange);

    [LoggerMessage(1312, LogLevel.Debug, "Skipped a candle of {Symbol} {Timeframe} from {Exchange}, which nobody subscribed to")]
    public static partial void SeriesUnknown(ILogger logger, string exchange, string symbol, string timeframe);

    [LoggerMessage(1313, LogLevel.Information, "The market-data pipeline stopped after writing what was waiting")]
    public static partial void PipelineStopped(ILogger logger);

    [LoggerMessage(
        1314, LogLevel.Error,
        "A refused candle of {Symbol} {Timeframe} from {Exchange}, of {OpenTime} Unix milliseconds, could not be kept in the quarantine")]
    public static partial void RefusedCandleNotKept(
        ILogger logger, string exchange, string symbol, string timeframe, long openTime, Exception exception);
}
