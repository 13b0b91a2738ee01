using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Applies the rules to the candles of one input, one after the other. Not thread-safe.</summary>
internal sealed class CandleInspection(CandleValidation validation, Timeframe timeframe, DateTimeOffset now)
{
    private readonly bool _isStrict = validation.Level == CandleValidationLevel.Strict;
    private readonly bool _isLenient = validation.Level == CandleValidationLevel.Lenient;
    private readonly long _earliest = validation.EarliestOpenTime.ToUnixTimeMilliseconds();
    private readonly long _latest = Latest(now, validation.FutureTolerance);
    private readonly double _rise = 1 + validation.LargestMove, _fall = 1 - validation.LargestMove;
    private CandleRow _last;
    private double _lastClose;

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
        : openTime > _latest ? (nameof(CandleRow.OpenTime), CandleRefusal.InFuture)
        : null;

    private (string Field, CandleRefusal Reason)? FindDoubt(in CandleRow row)
    {
        if (_lastClose > 0)
        {
            if (row.OpenTime < _last.OpenTime)
                return (nameof(row.OpenTime), CandleRefusal.Late);
            if (row.OpenTime == _last.OpenTime && row.Closed == _last.Closed && row.Revision == _last.Revision)
                return (nameof(row.OpenTime), CandleRefusal.Duplicate);
            var close = (double)row.Close;
            if (close > _lastClose * _rise || close < _lastClose * _fall)
                return (nameof(row.Close), CandleRefusal.LargeMove);
        }

        return row.High == row.Low && row.Volume > 0 ? (nameof(row.High), CandleRefusal.NoSpread) : null;
    }

    // What comes late is no measure for what follows.
    private void Remember(in CandleRow row)
    {
        if (_lastClose > 0 && row.OpenTime < _last.OpenTime)
            return;
        _last = row;
        _lastClose = (double)row.Close;
    }

    private static long Latest(DateTimeOffset now, TimeSpan tolerance) =>
        tolerance > DateTimeOffset.MaxValue - now ? long.MaxValue : (now + tolerance).ToUnixTimeMilliseconds();
}
