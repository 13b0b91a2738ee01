using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Persistence;

/// <summary>Stores a JSON object as text.</summary>
internal sealed class JsonObjectConverter() : ValueConverter<JsonObject, string>(
    json => json.ToJsonString(default(JsonSerializerOptions)),
    text => Parse(text))
{
    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
