namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>The mean of the last prices (SMA).</summary>
/// <remarks>Takes one price after the other. Not thread-safe.</remarks>
public sealed class SimpleMovingAverage
{
    private readonly PriceWindow _window;

    /// <summary>Creates the average.</summary>
    /// <param name="period">How many prices, 1 or more.</param>
    public SimpleMovingAverage(int period) => _window = new PriceWindow(period);

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The average; null until as many prices as the period has have come.</returns>
    public double? Add(double price)
    {
        _window.Add(price);
        return _window.IsFull ? _window.Mean : null;
    }

    internal void Save(BinaryWriter writer) => _window.Save(writer);

    internal void Load(BinaryReader reader) => _window.Load(reader);
}
