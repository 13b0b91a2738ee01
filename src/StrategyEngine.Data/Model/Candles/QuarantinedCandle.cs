using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A candle that <c>CandleStore</c> refused, as it came, with the reason.</summary>
/// <remarks>
/// The same candle, refused for the same reason, is kept once. To store it after all, repair it, write it to the store and delete this row.
/// </remarks>
public sealed class QuarantinedCandle
{
    /// <summary>The identifier, made of what the row says: the same candle gets the same one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The timeframe.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>When it is said to open, in Unix milliseconds: a number, because it may lie outside of the calendar.</summary>
    public required long OpenTime { get; init; }

    /// <summary>The open, as a number in invariant text, because it may not fit into a column of amounts.</summary>
    public required string Open { get; init; }

    /// <summary>The high, as <see cref="Open"/>.</summary>
    public required string High { get; init; }

    /// <summary>The low, as <see cref="Open"/>.</summary>
    public required string Low { get; init; }

    /// <summary>The close, as <see cref="Open"/>.</summary>
    public required string Close { get; init; }

    /// <summary>The volume, as <see cref="Open"/>.</summary>
    public required string Volume { get; init; }

    /// <summary>The traded amount of the quote asset, as <see cref="Open"/>; null if it came without.</summary>
    public string? QuoteVolume { get; init; }

    /// <summary>How many trades it was said to have; null if it came without.</summary>
    public long? TradeCount { get; init; }

    /// <summary>Whether it was said to be final.</summary>
    public required bool Closed { get; init; }

    /// <summary>Its revision.</summary>
    public required long Revision { get; init; }

    /// <summary>The field at fault, such as <c>High</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required CandleRefusal Reason { get; init; }

    /// <summary>When it was refused first.</summary>
    public required DateTimeOffset RefusedAt { get; init; }

    /// <summary>Series, open time and why it was refused.</summary>
    public override string ToString() =>
        Printed.Text($"QuarantinedCandle {AssetId} {Timeframe} {Printed.OpenTime(OpenTime)}, {Field}: {Reason}");
}
