using LinqToDB;
using LinqToDB.Mapping;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>A candle as an application without the library would map it, onto the same columns.</summary>
[Table("market_data")]
internal sealed class PlainCandle
{
    public PlainCandle()
    {
    }

    public PlainCandle(in CandleRow row)
    {
        AssetId = SharedAssetId;
        Timeframe = CandleSeries.Timeframe.Code;
        OpenTime = row.OpenTime;
        (Open, High, Low, Close, Volume) = (row.Open, row.High, row.Low, row.Close, row.Volume);
        (Closed, Revision) = (row.Closed, row.Revision);
    }

    private static byte[] SharedAssetId { get; } = CandleSeries.AssetId.ToByteArray(bigEndian: true);

    [Column("asset_id"), PrimaryKey(0)]
    public byte[] AssetId { get; set; } = [];

    [Column("timeframe"), PrimaryKey(1)]
    public string Timeframe { get; set; } = "";

    [Column("open_time"), PrimaryKey(2)]
    public long OpenTime { get; set; }

    public decimal Open { get; set; }

    public decimal High { get; set; }

    public decimal Low { get; set; }

    public decimal Close { get; set; }

    public decimal Volume { get; set; }

    [Column("closed", DataType = DataType.Int32)]
    public bool Closed { get; set; }

    [Column("revision")]
    public long Revision { get; set; }

    // linq2db reads these while it writes, so that it formats decimals as everyone else does.
    [Column("open")]
    public string OpenText => CanonicalDecimal.ToText(Open);

    [Column("high")]
    public string HighText => CanonicalDecimal.ToText(High);

    [Column("low")]
    public string LowText => CanonicalDecimal.ToText(Low);

    [Column("close")]
    public string CloseText => CanonicalDecimal.ToText(Close);

    [Column("volume")]
    public string VolumeText => CanonicalDecimal.ToText(Volume);
}
