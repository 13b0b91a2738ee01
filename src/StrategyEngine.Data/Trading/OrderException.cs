namespace StrategyEngine.Data.Trading;

/// <summary>An order, or a report of one, is refused. Nothing was changed.</summary>
/// <remarks>
/// Codes: <c>orders.id</c>, <c>orders.report</c>, <c>orders.contradiction</c>, <c>orders.transition</c>, <c>orders.filter</c>,
/// <c>orders.not_trading</c>.
/// </remarks>
public sealed class OrderException : TradingDataException
{
    internal OrderException(string code, string? clientOrderId, string? exchangeOrderId, string message)
        : base(code, message)
    {
        ClientOrderId = clientOrderId;
        ExchangeOrderId = exchangeOrderId;
    }

    /// <summary>The application's own id of the order, or null.</summary>
    public string? ClientOrderId { get; }

    /// <summary>The exchange's id of the order, or null.</summary>
    public string? ExchangeOrderId { get; }
}
