using System.Text.Json;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Decodes answers of <c>GET /api/v3/klines</c>: an array of arrays, oldest first.</summary>
/// <remarks>https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data</remarks>
internal static class BinanceKlinesDecoder
{
    /// <returns>
    /// The candles as open ones, because the answer carries no flag. Their revision is their close time: below the event time of the
    /// closing frame, and the same whenever they are fetched.
    /// </returns>
    /// <exception cref="CandleFeedException">The answer is not of the documented form.</exception>
    public static List<CandleRow> Decode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var rows = new List<CandleRow>();
        try
        {
            reader.Read();
            Expect(reader, JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
                rows.Add(ReadRow(ref reader));

            Expect(reader, JsonTokenType.EndArray);
            reader.Read();
            return rows;
        }
        catch (Exception exception) when (exception is BinanceFormatException or JsonException)
        {
            throw new CandleFeedException(
                "feed.malformed", "Binance answered a request for klines in a form that it does not document.", exception);
        }
    }

    private static CandleRow ReadRow(ref Utf8JsonReader reader)
    {
        var openTime = BinanceJson.ReadInt64(ref reader, "open time");
        var open = BinanceJson.ReadAmount(ref reader, "open");
        var high = BinanceJson.ReadAmount(ref reader, "high");
        var low = BinanceJson.ReadAmount(ref reader, "low");
        var close = BinanceJson.ReadAmount(ref reader, "close");
        var volume = BinanceJson.ReadAmount(ref reader, "volume");
        var closeTime = BinanceJson.ReadInt64(ref reader, "close time");
        var quoteVolume = BinanceJson.ReadAmount(ref reader, "quote volume");
        var trades = BinanceJson.ReadInt64(ref reader, "number of trades");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            reader.Skip();

        return new CandleRow(openTime, open, high, low, close, volume, Closed: false, closeTime, quoteVolume, trades);
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType != token)
            throw new BinanceFormatException($"{token} is expected.");
    }
}
