using System.Text.Json;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Decodes frames of the spot streams.</summary>
/// <remarks>
/// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#klinecandlestick-streams-for-utc.
/// Raw streams send the event itself, combined ones wrap it in <c>{"stream":…,"data":…}</c>. Amounts are strings and stay decimals.
/// </remarks>
internal static class BinanceFrameDecoder
{
    public static BinanceFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        try
        {
            reader.Read();
            var decoded = ReadEvent(ref reader);
            reader.Read();
            return decoded;
        }
        catch (BinanceFormatException exception)
        {
            return new BinanceFrame.Malformed(exception.Message);
        }
        catch (JsonException)
        {
            return new BinanceFrame.Malformed("it is no JSON.");
        }
    }

    private static BinanceFrame ReadEvent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new BinanceFormatException("it is no object.");

        string? kind = null;
        long? eventTime = null;
        Kline? kline = null;
        BinanceFrame? wrapped = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("e"u8))
            {
                kind = BinanceJson.ReadString(ref reader, "e");
            }
            else if (reader.ValueTextEquals("E"u8))
            {
                eventTime = BinanceJson.ReadInt64(ref reader, "E");
            }
            else if (reader.ValueTextEquals("k"u8))
            {
                reader.Read();
                kline = ReadKline(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                wrapped = ReadEvent(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return wrapped ?? (kind, kline, eventTime) switch
        {
            ("kline", { } candle, { } revision) => new BinanceFrame.Kline(candle.At(revision)),
            ("kline", _, _) => throw new BinanceFormatException("a kline event lacks E or k."),
            ("serverShutdown", _, _) => new BinanceFrame.ServerShutdown(),
            _ => new BinanceFrame.Other(kind ?? "reply"),
        };
    }

    private static Kline ReadKline(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new BinanceFormatException("k is no object.");

        var kline = default(Kline);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("t"u8))
                kline.OpenTime = BinanceJson.ReadInt64(ref reader, "k.t");
            else if (reader.ValueTextEquals("s"u8))
                kline.Symbol = BinanceJson.ReadString(ref reader, "k.s");
            else if (reader.ValueTextEquals("i"u8))
                kline.Interval = BinanceJson.ReadString(ref reader, "k.i");
            else if (reader.ValueTextEquals("o"u8))
                kline.Open = BinanceJson.ReadAmount(ref reader, "k.o");
            else if (reader.ValueTextEquals("h"u8))
                kline.High = BinanceJson.ReadAmount(ref reader, "k.h");
            else if (reader.ValueTextEquals("l"u8))
                kline.Low = BinanceJson.ReadAmount(ref reader, "k.l");
            else if (reader.ValueTextEquals("c"u8))
                kline.Close = BinanceJson.ReadAmount(ref reader, "k.c");
            else if (reader.ValueTextEquals("v"u8))
                kline.Volume = BinanceJson.ReadAmount(ref reader, "k.v");
            else if (reader.ValueTextEquals("q"u8))
                kline.QuoteVolume = BinanceJson.ReadAmount(ref reader, "k.q");
            else if (reader.ValueTextEquals("n"u8))
                kline.TradeCount = BinanceJson.ReadInt64(ref reader, "k.n");
            else if (reader.ValueTextEquals("x"u8))
                kline.Closed = BinanceJson.ReadBoolean(ref reader, "k.x");
            else
                SkipValue(ref reader);
        }

        return kline;
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The fields of <c>k</c> that are used; what was not there is null.</summary>
    private struct Kline
    {
        public long? OpenTime;
        public string? Symbol;
        public string? Interval;
        public decimal? Open;
        public decimal? High;
        public decimal? Low;
        public decimal? Close;
        public decimal? Volume;
        public decimal? QuoteVolume;
        public long? TradeCount;
        public bool? Closed;

        public readonly FeedCandle At(long revision)
        {
            var row = new CandleRow(
                Required(OpenTime, "t"),
                Required(Open, "o"),
                Required(High, "h"),
                Required(Low, "l"),
                Required(Close, "c"),
                Required(Volume, "v"),
                Required(Closed, "x"),
                revision,
                QuoteVolume,
                TradeCount);
            var symbol = Symbol ?? throw Missing("s");
            var timeframe = BinanceInterval.Parse(Interval ?? throw Missing("i"))
                ?? throw new BinanceFormatException("k.i is not a known interval.");
            return new FeedCandle(new VenueSeries(symbol, timeframe), row);
        }

        private static T Required<T>(T? value, string name)
            where T : struct => value ?? throw Missing(name);

        private static BinanceFormatException Missing(string name) => new($"k.{name} is missing.");
    }
}
