namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>The last prices, in a ring.</summary>
/// <remarks>Sums are made anew each time: a running sum would gather rounding errors, and would not equal the one of a batch.</remarks>
internal sealed class PriceWindow
{
    /// <summary>What is said of a price that no indicator can take.</summary>
    public const string NotFinite = "A price must be a finite number.";

    private readonly double[] _prices;
    private int _next;
    private int _count;

    public PriceWindow(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        _prices = new double[period];
    }

    public int Period => _prices.Length;

    public bool IsFull => _count == _prices.Length;

    /// <summary>A price by its age order: 0 is the oldest of a full window.</summary>
    public double this[int index] => _prices[(_next + index) % _prices.Length];

    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _prices.Length; i++)
                sum += this[i];
            return sum / _prices.Length;
        }
    }

    public void Add(double price)
    {
        if (!double.IsFinite(price))
            throw new ArgumentOutOfRangeException(nameof(price), NotFinite);
        _prices[_next] = price;
        _next = (_next + 1) % _prices.Length;
        _count = Math.Min(_count + 1, _prices.Length);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
            writer.Write(_prices[(_next - _count + i + _prices.Length) % _prices.Length]);
    }

    public void Load(BinaryReader reader)
    {
        _count = reader.ReadInt32();
        if (_count < 0 || _count > _prices.Length)
            throw new InvalidDataException($"A window of {_prices.Length} prices cannot hold {_count}.");
        for (var i = 0; i < _count; i++)
            _prices[i] = reader.ReadDouble();
        _next = _count % _prices.Length;
    }
}
