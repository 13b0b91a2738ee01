namespace StrategyEngine.Data.MarketData;

/// <summary>The pipeline, or one subscription to it, ended for a reason that is not the caller's wish.</summary>
/// <remarks>
/// Codes: <c>pipeline.slow_subscriber</c> (the subscriber fell so far behind that a closed candle would have been lost; read on
/// from the table and watch again), <c>pipeline.failed</c> (the database refused the candles; the inner exception says why),
/// <c>pipeline.already_started</c>, <c>pipeline.ambiguous</c> (a series or an asset's timeframe is subscribed twice).
/// </remarks>
public sealed class MarketDataPipelineException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <param name="message">What went wrong and what repairs it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public MarketDataPipelineException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
