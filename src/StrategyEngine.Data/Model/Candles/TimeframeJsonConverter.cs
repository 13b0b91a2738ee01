using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Model;

/// <summary>Writes a timeframe as its code.</summary>
internal sealed class TimeframeJsonConverter : JsonConverter<Timeframe>
{
    public override Timeframe Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timeframe.TryParse(reader.GetString(), out var timeframe)
            ? timeframe
            : throw new JsonException("The value is not the code of a timeframe.");

    public override void Write(Utf8JsonWriter writer, Timeframe value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
