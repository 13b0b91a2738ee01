using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Refuses strings that JSON cannot hold, which the serializer would change without a word.</summary>
internal sealed class WellFormedStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Demand(value));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Demand(value));

    private static string Demand(string value) => WellFormed.Is(value) ? value : throw new IllFormedTextException();
}
