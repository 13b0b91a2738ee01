namespace TradingConsole.Backtesting;

/// <summary>The mean of the last closes.</summary>
internal sealed class SimpleMovingAverage(int period)
{
    private readonly Queue<decimal> _closes = new(period + 1);
    private decimal _sum;

    /// <summary>Adds a close.</summary>
    /// <returns>The average, or null until there are as many closes as its period.</returns>
    public decimal? Add(decimal close)
    {
        _closes.Enqueue(close);
        _sum += close;
        if (_closes.Count > period)
            _sum -= _closes.Dequeue();
        return _closes.Count == period ? _sum / period : null;
    }
}
