using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Applies the rules to the candles of one input, one after the other. Not thread-safe.</summary>
internal sealed class CandleInspection(CandleValidation validation, Timeframe timeframe, TimeProvider time)
{
    private const double Rounding = 1e-12;

    private readonly bool _isStrict = validation.Level == CandleValidationLevel.Strict;
    private readonly bool _isLenient = validation.Level == CandleValidationLevel.Lenient;
    private readonly long _earliest = validation.EarliestOpenTime.ToUnixTimeMilliseconds();
    private long _latest = Latest(time.GetUtcNow(), validation.FutureTolerance);
    private readonly double _rise = (1 + validation.LargestMove) * (1 + Rounding), _fall = (1 - validation.LargestMove) * (1 - Rounding);
    private CandleRow _last;
    private double _lastClose;
    private double _doubtfulClose;

    /// <summary>Checks the next candle.</summary>
    /// <param name="row">The candle.</param>
    /// <param name="isRefused">Whether what was found refuses it.</param>
    /// <returns>Null if nothing is wrong with it, else the field at fault and the reason.</returns>
    public (string Field, CandleRefusal Reason)? Inspect(in CandleRow row, out bool isRefused)
    {
        isRefused = true;
        if (CandleRules.CheckStorable(timeframe, row) is { } fault)
            return fault;
        isRefused = !_isLenient;
        var contradiction = CandleRules.CheckRange(row) ?? CheckTime(row.OpenTime);
        if (contradiction is not null && isRefused)
            return contradiction;
        var doubt = FindDoubt(row);
        isRefused = doubt is not null && _isStrict;
        if (!isRefused)
            Remember(row);
        return contradiction ?? doubt;
    }

    private (string Field, CandleRefusal Reason)? CheckTime(long openTime) =>
        openTime < _earliest ? (nameof(CandleRow.OpenTime), CandleRefusal.TooEarly)
        : openTime > _latest && openTime > (_latest = Latest(time.GetUtcNow(), validation.FutureTolerance))
            ? (nameof(CandleRow.OpenTime), CandleRefusal.InFuture)
        : null;

    private (string Field, CandleRefusal Reason)? FindDoubt(in CandleRow row)
    {
        if (_lastClose > 0)
        {
            if (row.OpenTime < _last.OpenTime)
                return (nameof(row.OpenTime), CandleRefusal.Late);
            if (row.OpenTime == _last.OpenTime && row.Closed == _last.Closed && row.Revision == _last.Revision)
                return (nameof(row.OpenTime), CandleRefusal.Duplicate);
            // A price that stays where a refused one jumped to is there to stay, as after a split.
            var close = (double)row.Close;
            if (!IsNear(close, _lastClose) && !IsNear(close, _doubtfulClose))
            {
                _doubtfulClose = close;
                return (nameof(row.Close), CandleRefusal.LargeMove);
            }
        }

        return row.High == row.Low && row.Volume > 0 ? (nameof(row.High), CandleRefusal.NoSpread) : null;
    }

    private bool IsNear(double close, double other) => close <= other * _rise && close >= other * _fall;

    // What comes late is no measure for what follows.
    private void Remember(in CandleRow row)
    {
        if (_lastClose > 0 && row.OpenTime < _last.OpenTime)
            return;
        _last = row;
        _lastClose = (double)row.Close;
        _doubtfulClose = 0;
    }

    private static long Latest(DateTimeOffset now, TimeSpan tolerance) =>
        tolerance > DateTimeOffset.MaxValue - now ? long.MaxValue : (now + tolerance).ToUnixTimeMilliseconds();
}
