using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Turns a value into its type tag and bytes, and back. Stateless.</summary>
internal abstract class ValueCodec<T>
    where T : notnull
{
    /// <summary>How change tracking compares and copies values; null for the default of the type.</summary>
    public virtual ValueComparer<T>? Comparer => null;

    /// <summary>The bytes that <see cref="Write"/> needs, tag included.</summary>
    /// <param name="value">The value.</param>
    /// <param name="state">What measuring found out, for <see cref="Write"/>.</param>
    /// <param name="location">Where the value stands, for messages.</param>
    public abstract int Measure(T value, out object? state, FieldLocation location);

    /// <summary>Writes tag and value; fills <paramref name="destination"/> exactly.</summary>
    public abstract void Write(T value, object? state, Span<byte> destination);

    /// <summary>Reads tag and value.</summary>
    /// <exception cref="UnreadableFormatException">The bytes are those of another type.</exception>
    public abstract T Read(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId);

    /// <summary>Reads a value that is not encrypted yet: bytes as they are, everything else as text or JSON in UTF-8.</summary>
    /// <exception cref="UnreadableFormatException">The bytes are no such value.</exception>
    public abstract T ReadPlaintext(ReadOnlySpan<byte> stored, FieldLocation location);

    protected static UnreadableFormatException NotPlaintext(FieldLocation location) =>
        new(location, $"it is neither encrypted nor the plain text of a {typeof(T).Name}");

    protected static UnreadableFormatException OtherType(ReadOnlySpan<byte> encoded, FieldLocation location, uint? keyId) =>
        new(location, $"it is of type {(encoded.IsEmpty ? 0 : encoded[0])}, and the property is a {typeof(T).Name}", keyId);
}
