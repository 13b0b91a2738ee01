namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>What the ratios need to know of a series of returns, one return after the other. A copy goes on by itself.</summary>
internal record struct ReturnMoments
{
    private readonly double _acceptable;
    private PreciseSum _sum;
    private PreciseSum _squares;
    private PreciseSum _shortfalls;
    private double _largest;

    public ReturnMoments(double acceptable) => _acceptable = acceptable;

    /// <summary>All returns, undefined ones included.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a return had no positive equity to be measured against.</summary>
    public bool HasUndefined { get; private set; }

    /// <summary>Whether a return took more than everything.</summary>
    public bool HasRuin { get; private set; }

    public double Mean => _sum.Over(Count).Value;

    /// <summary>√(Σ min(r - MAR, 0)² / n).</summary>
    public double Downside => Math.Sqrt(_shortfalls.Over(Count).Value);

    /// <summary>See <see cref="ReturnSeries.StandardDeviation"/>.</summary>
    public double? Deviation
    {
        get
        {
            if (Count < 2)
                return null;
            var squares = _squares.Minus(_sum.Squared().Over(Count)).Value;
            var deviation = Math.Sqrt(Math.Max(squares, 0) / (Count - 1));
            return deviation <= _largest * ReturnSeries.Noise ? null : deviation;
        }
    }

    public void Add(double? value)
    {
        Count++;
        if (value is not { } defined)
        {
            HasUndefined = true;
            return;
        }

        HasRuin |= defined < -1;
        _sum = _sum.Plus(defined);
        _squares = _squares.PlusSquare(defined);
        _shortfalls = _shortfalls.PlusSquare(Math.Min(defined - _acceptable, 0));
        _largest = Math.Max(_largest, Math.Abs(defined));
    }

    /// <summary>Adds days on which nothing changed.</summary>
    public void AddFlat(int count)
    {
        Count += count;
        for (var i = 0; _acceptable > 0 && i < count; i++)
            _shortfalls = _shortfalls.PlusSquare(_acceptable);
    }
}
