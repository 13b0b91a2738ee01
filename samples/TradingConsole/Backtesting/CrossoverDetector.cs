using StrategyEngine.Data.Model;

namespace TradingConsole.Backtesting;

/// <summary>Notices when the fast average comes out above the slow one (buy) or below it (sell).</summary>
internal sealed class CrossoverDetector(int fastPeriod, int slowPeriod)
{
    private readonly SimpleMovingAverage _fast = new(fastPeriod);
    private readonly SimpleMovingAverage _slow = new(slowPeriod);
    private int _side;

    /// <summary>Adds a close.</summary>
    /// <returns>The side to trade, or null while the averages keep their order, touch or are not complete.</returns>
    public OrderSide? Add(decimal close)
    {
        var fast = _fast.Add(close);
        var slow = _slow.Add(close);
        if (fast is null || slow is null || fast == slow)
            return null;

        var side = fast > slow ? 1 : -1;
        var crossed = _side != 0 && _side != side;
        _side = side;
        return !crossed ? null : side > 0 ? OrderSide.Buy : OrderSide.Sell;
    }
}
