namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// The database refused or failed a read or write of indicators. What was committed before stays, and the same call goes on from there.
/// </summary>
/// <remarks>
/// Codes: <c>indicators.busy</c> (locked for too long, or not reachable; try again), <c>indicators.unknown_asset</c>,
/// <c>indicators.storage</c> (anything else).
/// </remarks>
public sealed class IndicatorStoreException : TradingDataException
{
    internal const string Busy = "indicators.busy";

    internal IndicatorStoreException(string code, string message, Exception innerException)
        : base(code, message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without any repair.</summary>
    public bool IsTransient => Code == Busy;
}
