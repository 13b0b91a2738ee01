using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Makes candles of a longer timeframe out of consecutive ones of a shorter, one at a time, in constant memory.</summary>
internal sealed class CandleAggregation
{
    private readonly Timeframe _source;
    private readonly Timeframe _target;
    private CandleRow _candle;
    private long _end;
    private long _reached;
    private bool _hasCandle;

    public CandleAggregation(Timeframe source, Timeframe target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (!CanResample(source, target))
        {
            throw new ArgumentException(
                $"Candles of {target} cannot be made of those of {source}: one must hold a whole number of the other.", nameof(target));
        }

        _source = source;
        _target = target;
    }

    /// <summary>Whether every candle of the target holds a whole number of those of the source.</summary>
    public static bool CanResample(Timeframe source, Timeframe target)
    {
        if (source.Duration is not { } part || source == target)
            return false;

        // Weeks and months begin with a day, and hold whole ones.
        var whole = target == Timeframe.OneMonth || target == Timeframe.OneWeek ? TimeSpan.FromDays(1) : target.Duration!.Value;
        return whole.Ticks % part.Ticks == 0;
    }

    /// <summary>Takes the next candle of the source.</summary>
    /// <param name="row">A candle that opens after every one before.</param>
    /// <param name="finished">The candle of the target that ended before this one opened.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryAdd(in CandleRow row, out CandleRow finished)
    {
        if (_hasCandle && row.OpenTime < _end)
        {
            _candle = _candle with
            {
                High = Math.Max(_candle.High, row.High),
                Low = Math.Min(_candle.Low, row.Low),
                Close = row.Close,
                Volume = _candle.Volume + row.Volume,
                QuoteVolume = _candle.QuoteVolume + row.QuoteVolume,
                TradeCount = _candle.TradeCount + row.TradeCount,
                Closed = _candle.Closed && row.Closed,
                Revision = Math.Max(_candle.Revision, row.Revision),
            };
            _reached = _source.Next(row.OpenTime);
            finished = default;
            return false;
        }

        // A later candle proves that nothing more comes into this one.
        finished = _candle;
        var hasFinished = _hasCandle;
        _candle = row with { OpenTime = _target.Floor(row.OpenTime) };
        _end = _target.Next(row.OpenTime);
        _reached = _source.Next(row.OpenTime);
        _hasCandle = true;
        return hasFinished;
    }

    /// <summary>Gives the last candle, which is final only if its source reaches to its end.</summary>
    public bool TryComplete(out CandleRow last)
    {
        last = _candle with { Closed = _candle.Closed && _reached >= _end };
        return _hasCandle;
    }
}
