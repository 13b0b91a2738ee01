namespace StrategyEngine.Data.Trading;

/// <summary>Something that a call of <see cref="TradeBook"/> names is not there, or contradicts what is stored. Nothing was changed.
/// </summary>
/// <remarks>
/// Codes: <c>accounts.unknown</c>, <c>assets.unknown</c>, <c>runs.unknown</c>, <c>runs.account</c>, <c>runs.ended</c>,
/// <c>ledger.entry</c>, <c>ledger.contradiction</c>, <c>book.busy</c>.
/// </remarks>
public sealed class TradeBookException : TradingDataException
{
    internal TradeBookException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
