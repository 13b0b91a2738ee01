using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>A record, class or collection as JSON in UTF-8. Change tracking sees edits inside the object.</summary>
internal sealed class JsonCodec<T> : ValueCodec<T>
    where T : notnull
{
    public override ValueComparer<T> Comparer { get; } = new(
        (left, right) => AreEqual(left, right),
        value => Hash(value),
        value => Copy(value));

    public override int Measure(T value, out object? state, FieldLocation location)
    {
        var json = Serialize(value, location);
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
            return JsonSerializer.Deserialize<T>(encoded[1..], JsonForm.Options)
                ?? throw new UnreadableFormatException(location, "its JSON is null", keyId);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            // Without the inner exception, whose message may quote the value.
            throw new UnreadableFormatException(location, $"its JSON does not fit {typeof(T).Name}", keyId);
        }
    }

    public override T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(stored, JsonForm.Options) ?? throw NotPlaintext(location);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            throw NotPlaintext(location);
        }
    }

    private static bool AreEqual(T? left, T? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left is null || right is null)
            return false;
        return Serialize(left, FieldLocation.None).AsSpan().SequenceEqual(Serialize(right, FieldLocation.None));
    }

    private static int Hash(T value)
    {
        var hash = default(HashCode);
        hash.AddBytes(Serialize(value, FieldLocation.None));
        return hash.ToHashCode();
    }

    private static T Copy(T value) => JsonSerializer.Deserialize<T>(Serialize(value, FieldLocation.None), JsonForm.Options)!;

    private static byte[] Serialize(T value, FieldLocation location)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, JsonForm.Options);
        }
        catch (IllFormedTextException illFormed)
        {
            throw new UnencodableValueException(location, "it holds text with a lone surrogate, which JSON cannot express", illFormed);
        }
        catch (Exception unserializable) when (unserializable is JsonException or NotSupportedException)
        {
            // The serializer's own message may quote the value.
            throw new UnencodableValueException(location, $"{typeof(T).Name} cannot be written as JSON ({unserializable.GetType().Name})");
        }
    }
}
