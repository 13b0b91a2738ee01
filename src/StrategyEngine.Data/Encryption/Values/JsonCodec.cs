using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
        DemandDeclared(value, location);
        var json = Serialize(value, location);
        DemandSameAgain(json, location);
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
        return TryDeserialize(encoded[1..], out var value, out var failure)
            ? value
            : throw new UnreadableFormatException(
                location,
                failure is null ? "its JSON is null" : $"its JSON does not fit {typeof(T).Name} ({failure.Name})",
                keyId);
    }

    public override T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location) =>
        TryDeserialize(stored, out var value, out _) ? value : throw NotPlaintext(location);

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

    private static T Copy(T value) =>
        TryDeserialize(Serialize(value, FieldLocation.None), out var copy, out var failure)
            ? copy
            : throw NotReadBack(FieldLocation.None, failure);

    /// <summary>Refuses what the serializer would write as the declared type, without the members of its own.</summary>
    private static void DemandDeclared(T value, FieldLocation location)
    {
        var type = value.GetType();
        if (type == typeof(T))
            return;
        bool isKept;
        try
        {
            var declared = JsonForm.Options.GetTypeInfo(typeof(T));
            isKept = declared switch
            {
                { PolymorphismOptions: { } polymorphism } => polymorphism.DerivedTypes.Any(derived => derived.DerivedType == type),

                // A converter answers for itself, and an abstract collection for its elements.
                { Kind: JsonTypeInfoKind.None } => true,
                { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary } => typeof(T).IsAbstract,
                _ => false,
            };
        }
        catch (Exception unserializable) when (unserializable is not OutOfMemoryException)
        {
            throw Unserializable(location, unserializable);
        }

        if (!isKept)
        {
            throw new UnencodableValueException(
                location,
                $"it is a {type.Name}, and would be read back as a {typeof(T).Name}; name the type there by [JsonDerivedType], or declare "
                + $"the property as {type.Name}");
        }
    }

    /// <summary>Reads what was written and writes it again, because the serializer skips without a word what it cannot read back.</summary>
    private static void DemandSameAgain(byte[] json, FieldLocation location)
    {
        byte[]? again = null;
        var isSame = false;
        try
        {
            if (!TryDeserialize(json, out var read, out var failure))
                throw NotReadBack(location, failure);
            again = Serialize(read, location);
            isSame = again.AsSpan().SequenceEqual(json) || AreSameInOtherOrder(again, json);
        }
        finally
        {
            if (!isSame)
                Array.Clear(json);
            if (again is not null)
                Array.Clear(again);
        }

        if (!isSame)
            throw NotReadBack(location, null);
    }

    // Some dictionaries enumerate by their history.
    private static bool AreSameInOtherOrder(byte[] left, byte[] right)
    {
        if (left.Length != right.Length)
            return false;
        using var leftDocument = JsonDocument.Parse(left);
        using var rightDocument = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
    }

    private static bool TryDeserialize(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? value, out Type? failure)
    {
        try
        {
            failure = null;
            value = JsonSerializer.Deserialize<T>(json, JsonForm.Options);
            return value is not null;
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // Constructors, setters and converters of the type run here. Only the type, because any message may quote the value.
            failure = unreadable.GetType();
            value = default;
            return false;
        }
    }

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
        catch (Exception unserializable) when (unserializable is not OutOfMemoryException)
        {
            throw Unserializable(location, unserializable);
        }
    }

    // Without the inner exception, whose message may quote the value.
    private static UnencodableValueException Unserializable(FieldLocation location, Exception failure) =>
        new(location, $"{typeof(T).Name} cannot be written as JSON ({failure.GetType().Name})");

    private static UnencodableValueException NotReadBack(FieldLocation location, Type? failure) => new(
        location,
        $"{typeof(T).Name} would not be read back from JSON as it is "
        + $"({failure?.Name ?? "members are lost, such as those without a setter"})");
}
