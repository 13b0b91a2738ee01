namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>Measures the part of an equity curve that lies in one period, point after point.</summary>
/// <param name="basis">How days are counted.</param>
/// <param name="annualRiskFreeRate">A fraction per year.</param>
/// <param name="opening">The point that stood before the first one of the period.</param>
/// <param name="firstDayEnd">The closing midnight of the first day that counts.</param>
internal sealed class EquityTally(AnnualizationBasis basis, double annualRiskFreeRate, UnitPoint opening, DateTimeOffset firstDayEnd)
{
    private readonly UnitPoint _opening = opening;
    private readonly DrawdownTracker _drawdown = new(opening);
    private ReturnMoments _finished = new(annualRiskFreeRate / basis.PeriodsPerYear);
    private UnitPoint _dayOpening = opening;
    private UnitPoint _last = opening;
    private DateTimeOffset _dayEnd = firstDayEnd;
    private bool _dayHasPoint;
    private decimal _flow;

    /// <summary>The closing midnight of the first day that counts, if the curve starts with one point and goes on with another.</summary>
    public static DateTimeOffset FirstDayEnd(DateTimeOffset start, DateTimeOffset next)
    {
        // A start at midnight, or one that nothing follows on its day, is the close of that day.
        var end = PeriodBounds.DayEnd(start);
        return PeriodBounds.DayEnd(next) == end ? end : end.AddDays(1);
    }

    /// <summary>Adds a point that is later than those before.</summary>
    public void Add(in UnitPoint point)
    {
        FinishDaysBefore(PeriodBounds.DayEnd(point.Time));
        _dayHasPoint = true;
        _last = point;
        _flow += point.Point.Flow;
        _drawdown.Add(point);
    }

    /// <summary>Counts the days that are left of the period: equity has stood still on them, for the curve goes on later.</summary>
    public void CloseAt(DateTimeOffset end) => FinishDaysBefore(end.AddDays(1));

    /// <summary>The figures so far, the day under way included.</summary>
    public ReturnStatistics Measure()
    {
        var moments = _finished;
        if (_dayHasPoint)
            moments.Add(_dayOpening.ReturnTo(_last));
        return ReturnStatistics.Of(
            moments, basis, annualRiskFreeRate, _opening.Point.Equity, _last.Point.Equity, _flow, _opening.ReturnTo(_last), _drawdown);
    }

    private void FinishDaysBefore(DateTimeOffset dayEnd)
    {
        if (dayEnd <= _dayEnd)
            return;
        var next = _dayEnd;
        if (_dayHasPoint)
        {
            _finished.Add(_dayOpening.ReturnTo(_last));
            _dayOpening = _last;
            next = next.AddDays(1);
        }

        if (basis.FillsAbsentDays && dayEnd > next)
        {
            var days = (dayEnd - next).Days;
            if (_dayOpening.Base > 0)
                _finished.AddFlat(days);
            for (; _dayOpening.Base <= 0 && days > 0; days--)
                _finished.Add(null);
        }

        _dayEnd = dayEnd;
        _dayHasPoint = false;
    }
}
