using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Model;

/// <summary>Writes a currency as its code, also as the name of a member.</summary>
internal sealed class CurrencyJsonConverter : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Parsed(reader.GetString())
            : throw new JsonException("A currency is written as a text.");

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(CodeOf(value));

    public override Currency ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parsed(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WritePropertyName(CodeOf(value));

    private static Currency Parsed(string? code) => Currency.TryParse(code, out var currency)
        ? currency
        : throw new JsonException("The value is not the code of a currency.");

    private static string CodeOf(Currency value) => value.IsDefault
        ? throw new JsonException("The default value of a currency has no code to write. Use a nullable one where it may be unknown.")
        : value.Code;
}
