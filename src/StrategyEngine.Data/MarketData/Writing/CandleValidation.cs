using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>The rules by which candles are stored, stored with a warning, or refused.</summary>
/// <remarks>
/// <para>Refused at every level, because it cannot be stored as it is: an open time off the boundary of its timeframe, a price that is not
/// positive, a negative volume, more digits than the column has.</para>
/// <para>Refused at <see cref="CandleValidationLevel.Normal"/> and <see cref="CandleValidationLevel.Strict"/>: a high below the low, an
/// open or close outside of them, an open time before <see cref="EarliestOpenTime"/> or further in the future than
/// <see cref="FutureTolerance"/>.</para>
/// <para>Refused at <see cref="CandleValidationLevel.Strict"/> only: a close that is further than <see cref="LargestMove"/> from the one
/// before, and from one that was doubted just before it, a high that equals the low although something was traded, a candle that comes
/// after a later one, and the same state of a candle twice in a row.</para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed record CandleValidation : IRangedOptions
{
    /// <summary>The rules at <see cref="CandleValidationLevel.Normal"/>.</summary>
    public static CandleValidation Normal { get; } = new();

    /// <summary>The rules at <see cref="CandleValidationLevel.Strict"/>.</summary>
    public static CandleValidation Strict { get; } = new() { Level = CandleValidationLevel.Strict };

    /// <summary>The rules at <see cref="CandleValidationLevel.Lenient"/>.</summary>
    public static CandleValidation Lenient { get; } = new() { Level = CandleValidationLevel.Lenient };

    /// <summary>How much is refused.</summary>
    /// <value><see cref="CandleValidationLevel.Normal"/> by default.</value>
    public CandleValidationLevel Level { get; init; }

    /// <summary>The first open time that is believed.</summary>
    /// <value>2010-01-01 UTC by default; set it earlier for older markets.</value>
    public DateTimeOffset EarliestOpenTime { get; init; } = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far in the future a candle may open, because clocks differ.</summary>
    /// <value>One day by default; not negative.</value>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How far a close may be from the one before it in the input, as a part of the latter.</summary>
    /// <value>0.5, which is 50%, by default; more than 0.</value>
    public double LargestMove { get; init; } = 0.5;

    string IRangedOptions.Code => "candles.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.Defined(Level);
        ranges.AtLeast(FutureTolerance, TimeSpan.Zero);
        ranges.Above(LargestMove, 0);
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
