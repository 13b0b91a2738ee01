namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>An average that moves towards each new price by a part of the distance, and begins with the mean of the first ones.</summary>
internal sealed class SmoothedAverage(int period, double part)
{
    private readonly PriceWindow _first = new(period);
    private double? _value;

    public double? Add(double price)
    {
        if (_value is { } value)
        {
            return _value = double.IsFinite(price)
                ? value + (part * (price - value))
                : throw new ArgumentOutOfRangeException(nameof(price), PriceWindow.NotFinite);
        }

        _first.Add(price);
        return _value = _first.IsFull ? _first.Mean : null;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_value is not null);
        if (_value is { } value)
            writer.Write(value);
        else
            _first.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        if (reader.ReadBoolean())
            _value = reader.ReadDouble();
        else
            _first.Load(reader);
    }
}
