using System.Globalization;

using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>The indicators of candles that are all there at once, from the calculators alone.</summary>
internal static class IndicatorBatch
{
    public static IEnumerable<IndicatorRow> Of(IEnumerable<CandleRow> candles, IndicatorSettings settings)
    {
        var index = new RelativeStrengthIndex(settings.RsiPeriod);
        var convergence = new MovingAverageConvergenceDivergence(
            settings.MacdFastPeriod, settings.MacdSlowPeriod, settings.MacdSignalPeriod);
        var bands = new BollingerBands(settings.BollingerPeriod, settings.BollingerDeviations);
        var simple = new SimpleMovingAverage(settings.SmaPeriod);
        var exponential = new ExponentialMovingAverage(settings.EmaPeriod);
        var weighted = new WeightedMovingAverage(settings.WmaPeriod);
        var smoothed = new WilderMovingAverage(settings.SmmaPeriod);
        foreach (var candle in candles.OrderBy(row => row.OpenTime).Where(row => row.Closed))
        {
            var price = (double)candle.Close;
            var (macd, band) = (convergence.Add(price), bands.Add(price));
            yield return new IndicatorRow(
                candle.OpenInstant,
                IndicatorRow.Bits(index.Add(price)),
                IndicatorRow.Bits(macd?.Macd),
                IndicatorRow.Bits(macd?.Signal),
                Stored(band?.Upper),
                Stored(band?.Middle),
                Stored(band?.Lower),
                Stored(simple.Add(price)),
                Stored(exponential.Add(price)),
                Stored(weighted.Add(price)),
                Stored(smoothed.Add(price)));
        }
    }

    // Twenty decimals of the exact value, by way of its text.
    private static decimal? Stored(double? value) => value is { } price
        ? decimal.Round(
            decimal.Parse(price.ToString("F20", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), 12, MidpointRounding.ToEven)
        : null;
}
