using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>Compares JSON objects by content, so that an edit in place is noticed.</summary>
internal sealed class JsonObjectComparer() : ValueComparer<JsonObject>(
    (left, right) => JsonNode.DeepEquals(left, right),
    json => json.Count,
    json => Clone(json))
{
    private static JsonObject Clone(JsonObject json) => json.DeepClone().AsObject();
}
