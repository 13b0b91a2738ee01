using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// What a candle must satisfy to be stored: the rules that no column type and no constraint of <c>market_data</c> checks.
/// </summary>
internal static class CandleRules
{
    private const decimal PriceLimit = 10_000_000_000_000_000m;
    private const decimal VolumeLimit = 100_000_000_000_000_000_000m;

    private static readonly int PriceDecimals = StorageForms.DigitsOf(AmountForm.Price).Scale;

    /// <summary>The open times of all candles lie before it, in Unix milliseconds, because none may end behind the calendar.</summary>
    public static readonly long End = new DateTimeOffset(9999, 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly long FirstInstant = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    /// <summary>Checks one candle by itself.</summary>
    /// <returns>Null if nothing is wrong with it, else the field at fault and the reason.</returns>
    public static (string Field, CandleRefusal Reason)? Check(Timeframe timeframe, in CandleRow row) =>
        CheckStorable(timeframe, row) ?? CheckRange(row);

    /// <summary>Checks what a candle must satisfy to be stored as it is.</summary>
    public static (string Field, CandleRefusal Reason)? CheckStorable(Timeframe timeframe, in CandleRow row)
    {
        if (row.OpenTime < FirstInstant || row.OpenTime >= End || !timeframe.IsBoundary(row.OpenTime))
            return (nameof(row.OpenTime), CandleRefusal.Unaligned);

        if (CheckPrice(row.Open) is { } open)
            return (nameof(row.Open), open);
        if (CheckPrice(row.High) is { } high)
            return (nameof(row.High), high);
        if (CheckPrice(row.Low) is { } low)
            return (nameof(row.Low), low);
        if (CheckPrice(row.Close) is { } close)
            return (nameof(row.Close), close);
        if (CheckVolume(row.Volume) is { } volume)
            return (nameof(row.Volume), volume);
        if (row.QuoteVolume is { } traded && CheckVolume(traded) is { } quoteVolume)
            return (nameof(row.QuoteVolume), quoteVolume);
        if (row.TradeCount < 0)
            return (nameof(row.TradeCount), CandleRefusal.Negative);
        return null;
    }

    /// <summary>Checks that the four prices belong together.</summary>
    public static (string Field, CandleRefusal Reason)? CheckRange(in CandleRow row)
    {
        if (row.High < row.Low)
            return (nameof(row.High), CandleRefusal.HighBelowLow);
        if (row.Open > row.High || row.Open < row.Low)
            return (nameof(row.Open), CandleRefusal.OutsideRange);
        if (row.Close > row.High || row.Close < row.Low)
            return (nameof(row.Close), CandleRefusal.OutsideRange);

        return null;
    }

    private static CandleRefusal? CheckPrice(decimal price) =>
        price <= 0 ? CandleRefusal.NotPositive
        : price >= PriceLimit ? CandleRefusal.TooLarge
        : IsTooPrecise(price) ? CandleRefusal.TooPrecise
        : null;

    private static CandleRefusal? CheckVolume(decimal volume) =>
        volume < 0 ? CandleRefusal.Negative
        : volume >= VolumeLimit ? CandleRefusal.TooLarge
        : null;

    // A larger scale may still be trailing zeros only.
    private static bool IsTooPrecise(decimal price) => price.Scale > PriceDecimals && decimal.Round(price, PriceDecimals) != price;
}
