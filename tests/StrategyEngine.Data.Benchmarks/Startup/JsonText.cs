using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>A JSON object as its text.</summary>
internal sealed class JsonText()
    : ValueConverter<JsonObject, string>(value => value.ToJsonString(null), stored => (JsonObject)JsonNode.Parse(stored, null, default)!);
