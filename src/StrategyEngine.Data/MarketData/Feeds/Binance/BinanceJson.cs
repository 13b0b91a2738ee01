using System.Text.Json;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Reads the next value strictly: the documented type and nothing else.</summary>
internal static class BinanceJson
{
    public static string ReadString(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new BinanceFormatException($"{name} is no string.");
    }

    public static long ReadInt64(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value)
            ? value
            : throw new BinanceFormatException($"{name} is no integer.");
    }

    public static decimal ReadAmount(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && Utf8Amount.TryParse(reader.ValueSpan, out var value)
            ? value
            : throw new BinanceFormatException($"{name} is no decimal number in a string.");
    }

    public static bool ReadBoolean(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw new BinanceFormatException($"{name} is no boolean.");
    }
}
