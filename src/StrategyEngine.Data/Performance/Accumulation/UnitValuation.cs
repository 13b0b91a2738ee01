namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>Gives each point of equity the value of a unit, as a fund does: who pays in buys units at the price of the moment.</summary>
/// <remarks>
/// Between two flows the value is a function of equity alone, so that equity which comes back to where it was leaves no rounding behind.
/// </remarks>
internal sealed class UnitValuation
{
    private decimal _equity;
    private decimal _value;
    private int _segment = -1;

    public UnitPoint Next(EquityPoint point)
    {
        if (_segment < 0)
            return Begin(point, point.Equity, 0);

        var earned = point.Equity - point.Flow;
        var close = earned == _equity ? _value : _equity == _value ? earned : _value * (earned / _equity);
        if (point.Flow == 0)
            return new UnitPoint(point, close, _segment, close, _segment);
        if (close <= 0 || point.Equity <= 0)
            return Begin(point, close, _segment);

        (_equity, _value) = (point.Equity, close);
        return new UnitPoint(point, close, _segment, close, _segment);
    }

    private UnitPoint Begin(EquityPoint point, decimal close, int segment)
    {
        (_equity, _value) = (point.Equity, point.Equity);
        _segment++;
        return new UnitPoint(point, close, segment, point.Equity, _segment);
    }
}
