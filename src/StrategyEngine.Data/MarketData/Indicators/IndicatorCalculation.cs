using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>The indicators of one version, candle after candle. Not thread-safe.</summary>
internal sealed class IndicatorCalculation(IndicatorSettings settings)
{
    private readonly RelativeStrengthIndex _index = new(settings.RsiPeriod);
    private readonly MovingAverageConvergenceDivergence _macd = new(
        settings.MacdFastPeriod, settings.MacdSlowPeriod, settings.MacdSignalPeriod);
    private readonly BollingerBands _bands = new(settings.BollingerPeriod, settings.BollingerDeviations);
    private readonly SimpleMovingAverage _simple = new(settings.SmaPeriod);
    private readonly ExponentialMovingAverage _exponential = new(settings.EmaPeriod);
    private readonly WeightedMovingAverage _weighted = new(settings.WmaPeriod);
    private readonly WilderMovingAverage _smoothed = new(settings.SmmaPeriod);

    /// <summary>Takes the next candle.</summary>
    public IndicatorValues Add(Guid assetId, Timeframe timeframe, in CandleRow row)
    {
        var price = (double)row.Close;
        var macd = _macd.Add(price);
        var bands = _bands.Add(price);
        return new IndicatorValues
        {
            AssetId = assetId,
            Timeframe = timeframe,
            OpenTime = row.OpenInstant,
            IndicatorVersion = settings.Version,
            Rsi = _index.Add(price),
            Macd = macd?.Macd,
            MacdSignal = macd?.Signal,
            BollingerUpper = StoredPrice.Of(bands?.Upper),
            BollingerMiddle = StoredPrice.Of(bands?.Middle),
            BollingerLower = StoredPrice.Of(bands?.Lower),
            Sma = StoredPrice.Of(_simple.Add(price)),
            Ema = StoredPrice.Of(_exponential.Add(price)),
            Wma = StoredPrice.Of(_weighted.Add(price)),
            Smma = StoredPrice.Of(_smoothed.Add(price)),
        };
    }

    /// <summary>All windows and averages, bit for bit.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        _index.Save(writer);
        _macd.Save(writer);
        _bands.Save(writer);
        _simple.Save(writer);
        _exponential.Save(writer);
        _weighted.Save(writer);
        _smoothed.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The calculation as it was saved; null if that is not of these settings.</summary>
    public static IndicatorCalculation? Load(IndicatorSettings settings, byte[] saved)
    {
        var calculation = new IndicatorCalculation(settings);
        using var reader = new BinaryReader(new MemoryStream(saved));
        try
        {
            calculation.Load(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            return null;
        }

        return reader.BaseStream.Position == saved.Length ? calculation : null;
    }

    private void Load(BinaryReader reader)
    {
        _index.Load(reader);
        _macd.Load(reader);
        _bands.Load(reader);
        _simple.Load(reader);
        _exponential.Load(reader);
        _weighted.Load(reader);
        _smoothed.Load(reader);
    }
}
