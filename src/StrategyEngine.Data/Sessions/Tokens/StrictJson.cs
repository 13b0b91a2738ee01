using System.Text;
using System.Text.Json;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>Reads a text that is one JSON object, member by member.</summary>
internal static class StrictJson
{
    /// <summary>A reader that stands before the first member.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? reader : throw new JsonException();
    }

    /// <summary>Moves to the name of the next member; false at the end of the text.</summary>
    public static bool NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName || (reader.Read() ? throw new JsonException() : false);
    }

    /// <summary>The name the reader stands on, unescaped.</summary>
    public static ReadOnlySpan<byte> Name(ref readonly Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
}
