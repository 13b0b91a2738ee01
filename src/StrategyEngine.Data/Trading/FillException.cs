namespace StrategyEngine.Data.Trading;

/// <summary>A fill cannot be booked. Nothing was changed.</summary>
/// <remarks>
/// Codes: <c>fills.id</c>, <c>fills.price</c>, <c>fills.quantity</c>, <c>fills.contract_size</c>, <c>fills.fee</c>,
/// <c>fills.currency</c>, <c>fills.position_side</c>, <c>fills.contradiction</c>, <c>fills.rate</c>, <c>fills.overflow</c>,
/// <c>fills.flip</c>, <c>fills.exceeds_order</c>, <c>fills.before_order</c>.
/// </remarks>
public sealed class FillException : TradingDataException
{
    internal FillException(string code, VenueFill fill, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
        ExchangeOrderId = fill.ExchangeOrderId;
        ExecutionId = fill.ExecutionId;
    }

    /// <summary>The exchange's id of the order that was filled; empty if the fill names none.</summary>
    public string ExchangeOrderId { get; }

    /// <summary>The exchange's id of the fill.</summary>
    public string ExecutionId { get; }
}
