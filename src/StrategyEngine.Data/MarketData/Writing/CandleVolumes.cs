using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// Rounds the volumes of a candle where it enters: venues add them up in binary or to more decimals than can be stored. Prices are never
/// rounded.
/// </summary>
internal static class CandleVolumes
{
    private static readonly int Decimals = StorageForms.DigitsOf(AmountForm.Volume).Scale;

    /// <summary>Rounds half to even to the decimals of a stored volume. What is negative stays as it is, to be refused.</summary>
    /// <param name="row">The candle as it came.</param>
    /// <param name="rounded">Set to what can be stored of it.</param>
    /// <returns>How many of its two volumes that changed.</returns>
    public static int Round(in CandleRow row, out CandleRow rounded)
    {
        rounded = row;
        if (row.Volume.Scale <= Decimals && !(row.QuoteVolume is { Scale: var scale } && scale > Decimals))
            return 0;
        var count = 0;
        rounded = row with
        {
            Volume = Round(row.Volume, ref count),
            QuoteVolume = row.QuoteVolume is { } quoteVolume ? Round(quoteVolume, ref count) : null,
        };
        return count;
    }

    private static decimal Round(decimal volume, ref int count)
    {
        if (volume < 0 || volume.Scale <= Decimals)
            return volume;
        var rounded = decimal.Round(volume, Decimals);
        if (rounded != volume)
            count++;
        return rounded;
    }
}
