namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>The deepest fall of a curve so far, point after point, in constant time.</summary>
internal sealed class DrawdownTracker
{
    private int _segment;
    private decimal _peak;
    private decimal _lowest;
    private decimal _last;
    private decimal _depth;
    private EquityPoint _peakPoint;
    private Drawdown? _deepest;
    private bool _isOpen;

    public DrawdownTracker(in UnitPoint opening) => Restart(opening.Base, opening);

    /// <summary>The deepest fall, the earliest of equals; null where equity never was positive.</summary>
    public Drawdown? Deepest => _deepest;

    /// <summary>How far the last point lies below the highest one; null where equity never was positive.</summary>
    public double? Current => _peak > 0 ? (double)((_last - _peak) / _peak) : null;

    public void Add(in UnitPoint point)
    {
        if (point.Segment == _segment)
            Observe(point.Close, point);
        if (point.BaseSegment != _segment)
            Restart(point.Base, point);
    }

    // What was lost before does not recover in another chain.
    private void Restart(decimal value, in UnitPoint point)
    {
        _segment = point.BaseSegment;
        _peak = 0;
        _isOpen = false;
        Observe(value, point);
    }

    private void Observe(decimal value, in UnitPoint point)
    {
        _last = value;
        if (value > 0 && value >= _peak)
        {
            if (_isOpen)
                _deepest = _deepest! with { RecoveredAt = point.Time };
            _isOpen = false;
            _peakPoint = point.Point;
            _deepest ??= new Drawdown(0, _peakPoint, _peakPoint, null);
            (_peak, _lowest) = (value, value);
        }
        else if (_peak > 0 && value < _lowest)
        {
            _lowest = value;
            var fall = (value - _peak) / _peak;
            if (fall >= _depth)
                return;
            _depth = fall;
            _isOpen = true;
            _deepest = new Drawdown((double)fall, _peakPoint, point.Point, null);
        }
    }
}
