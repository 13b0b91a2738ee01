namespace StrategyEngine.Data.Persistence;

/// <summary>The database refused or failed a read or write of candles. What was committed before stays as it was.</summary>
/// <remarks>
/// Codes: <c>candles.busy</c> (another process kept the database locked; try again), <c>candles.unknown_asset</c>,
/// <c>candles.schema_missing</c>, <c>candles.disk_full</c>, <c>candles.read_only</c>, <c>candles.corrupt</c>, <c>candles.storage</c> (anything else).
/// </remarks>
public sealed class CandleTableException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <param name="message">What went wrong and what repairs it.</param>
    /// <param name="innerException">The provider's exception.</param>
    public CandleTableException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without any repair.</summary>
    public bool IsTransient => Code == "candles.busy";
}
