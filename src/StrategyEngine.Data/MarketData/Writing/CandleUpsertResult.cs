using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>What became of the candles handed to <see cref="CandleStore"/>; the four counts add up to the candles that came in.</summary>
/// <param name="Inserted">Candles that were not stored before.</param>
/// <param name="Updated">Candles that replaced an older state.</param>
/// <param name="Unchanged">Candles that lost to a stored state, or to another of the same batch, that is as new or newer.</param>
/// <param name="Refused">Candles that broke a rule: not stored, but kept in <c>candle_quarantine</c> with the reason.</param>
/// <param name="Refusals">The first <see cref="CandleStore.MaxListedRefusals"/> of the refused candles, in the order of the input.</param>
public sealed record CandleUpsertResult(
    long Inserted, long Updated, long Unchanged, long Refused, IReadOnlyList<RefusedCandle> Refusals)
{
    /// <summary>
    /// Candles that were stored although something about them is doubtful: see <see cref="CandleValidation"/>. They are part of the other
    /// counts.
    /// </summary>
    public long Doubtful { get; init; }

    /// <summary>The first <see cref="CandleStore.MaxListedRefusals"/> of the doubtful candles, in the order of the input.</summary>
    public IReadOnlyList<CandleWarning> Warnings { get; init; } = [];

    /// <summary>
    /// Volumes and quote volumes of the candles that were not refused that had more than 8 decimals: rounded half to even, to zero too.
    /// </summary>
    public long RoundedVolumes { get; init; }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
