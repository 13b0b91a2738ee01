using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ReplayExchange;

/// <summary>Writes what Binance would write, field by field.</summary>
/// <remarks>
/// https://developers.binance.com/docs/binance-spot-api-docs. A recording of bars knows neither trades nor quote volumes: trade ids are -1
/// and counts 0, as Binance sends them for bars without trades, and the quote volume is the volume at the mean of the four prices.
/// </remarks>
internal static class BinanceMessages
{
    public static byte[] Kline(ReplayStep step) => Write(json => WriteKline(json, step));

    public static byte[] CombinedKline(ReplayStep step) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("stream", step.Market.Stream);
        json.WritePropertyName("data");
        WriteKline(json, step);
        json.WriteEndObject();
    });

    public static byte[] ServerShutdown(long eventTime) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("e", "serverShutdown");
        json.WriteNumber("E", eventTime);
        json.WriteEndObject();
    });

    public static byte[] Klines(ReplayMarket market, IEnumerable<ReplayBar> bars) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var bar in bars)
        {
            json.WriteStartArray();
            json.WriteNumberValue(bar.OpenTime);
            json.WriteStringValue(Amount(bar.Open));
            json.WriteStringValue(Amount(bar.High));
            json.WriteStringValue(Amount(bar.Low));
            json.WriteStringValue(Amount(bar.Close));
            json.WriteStringValue(Amount(bar.Volume));
            json.WriteNumberValue(bar.OpenTime + market.Length - 1);
            json.WriteStringValue(Amount(QuoteVolume(bar)));
            json.WriteNumberValue(0);
            json.WriteStringValue(Amount(0));
            json.WriteStringValue(Amount(0));
            json.WriteStringValue("0");
            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    private static void WriteKline(Utf8JsonWriter json, ReplayStep step)
    {
        var bar = step.State;
        json.WriteStartObject();
        json.WriteString("e", "kline");
        json.WriteNumber("E", step.EventTime);
        json.WriteString("s", step.Market.Symbol);
        json.WriteStartObject("k");
        json.WriteNumber("t", bar.OpenTime);
        json.WriteNumber("T", bar.OpenTime + step.Market.Length - 1);
        json.WriteString("s", step.Market.Symbol);
        json.WriteString("i", step.Market.Interval);
        json.WriteNumber("f", -1);
        json.WriteNumber("L", -1);
        json.WriteString("o", Amount(bar.Open));
        json.WriteString("c", Amount(bar.Close));
        json.WriteString("h", Amount(bar.High));
        json.WriteString("l", Amount(bar.Low));
        json.WriteString("v", Amount(bar.Volume));
        json.WriteNumber("n", 0);
        json.WriteBoolean("x", step.IsFinal);
        json.WriteString("q", Amount(QuoteVolume(bar)));
        json.WriteString("V", Amount(0));
        json.WriteString("Q", Amount(0));
        json.WriteString("B", "0");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static decimal QuoteVolume(ReplayBar bar) => bar.Volume * (bar.Open + bar.High + bar.Low + bar.Close) / 4;

    // Binance writes eight decimals.
    private static string Amount(decimal value) => value.ToString("0.00000000", CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);

        return buffer.WrittenSpan.ToArray();
    }
}
