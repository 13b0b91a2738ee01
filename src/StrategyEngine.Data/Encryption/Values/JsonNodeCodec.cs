using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>A JSON node as JSON in UTF-8. Change tracking sees edits inside the tree.</summary>
internal sealed class JsonNodeCodec<T> : ValueCodec<T>
    where T : JsonNode
{
    public override ValueComparer<T> Comparer { get; } = new(
        (left, right) => JsonNode.DeepEquals(left, right),
        node => string.GetHashCode(node.ToJsonString(null), StringComparison.Ordinal),
        node => (T)node.DeepClone());

    public override int Measure(T value, out object? state, FieldLocation location)
    {
        if (!IsWellFormed(value))
            throw new UnencodableValueException(location, "it holds text with a lone surrogate, which JSON cannot express");
        byte[] json;
        try
        {
            json = JsonSerializer.SerializeToUtf8Bytes(value, JsonForm.Options);
        }
        catch (Exception unserializable) when (unserializable is not OutOfMemoryException)
        {
            // Too deep, or made of an object whose getters throw. Without the inner exception, whose message may quote the value.
            throw new UnencodableValueException(location, $"it cannot be written as JSON ({unserializable.GetType().Name})");
        }

        state = json;
        return 1 + json.Length;
    }

    public override void Write(T value, object? state, Span<byte> destination)
    {
        destination[0] = TypeTag.Json;
        var json = (byte[])state!;
        json.CopyTo(destination[1..]);
        Array.Clear(json);
    }

    public override T Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId)
    {
        if (encoded.IsEmpty || encoded[0] != TypeTag.Json)
            throw OtherType(encoded, location, keyId);
        try
        {
            return JsonNode.Parse(encoded[1..]) as T
                ?? throw new UnreadableFormatException(location, $"its JSON is no {typeof(T).Name}", keyId);
        }
        catch (JsonException)
        {
            throw new UnreadableFormatException(location, "it is not JSON", keyId);
        }
    }

    public override T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location)
    {
        try
        {
            return JsonNode.Parse(stored) as T ?? throw NotPlaintext(location);
        }
        catch (JsonException)
        {
            throw NotPlaintext(location);
        }
    }

    private static bool IsWellFormed(JsonNode? node) => node switch
    {
        JsonObject properties => properties.All(property => WellFormed.Is(property.Key) && IsWellFormed(property.Value)),
        JsonArray items => items.All(IsWellFormed),
        JsonValue value => !value.TryGetValue<string>(out var text) || WellFormed.Is(text),
        _ => true,
    };
}
