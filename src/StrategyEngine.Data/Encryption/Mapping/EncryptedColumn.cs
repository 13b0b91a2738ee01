using System.Globalization;

using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// What the model knows of an encrypted property: where its ring is found, and from the end of model building on, its stable name.
/// </summary>
internal abstract class EncryptedColumn(string property, EncryptedAttribute attribute, ModelSlot? slot)
{
    private const int MaxUtf8BytesPerChar = 3;

    private (string Entity, string Property) _name;
    private (string Entity, string Property)[] _previous = [];
    private DateTimeOffset? _adoptUntil;

    /// <summary>The property, as <c>Entity.Property</c>.</summary>
    public string Property { get; } = property;

    public EncryptedAttribute Attribute { get; } = attribute;

    /// <summary>Where the model has its ring; null at design time.</summary>
    public ModelSlot? Slot { get; } = slot;

    /// <summary>The place of its cipher among those of the model, once that is finished.</summary>
    public int Ordinal { get; private set; }

    /// <summary>The type of the values.</summary>
    public abstract Type ValueType { get; }

    /// <summary>Whether values are bound to their row: <see cref="Secret{T}"/>.</summary>
    public abstract bool IsRowBound { get; }

    public abstract ValueConverter Converter { get; }

    public abstract ValueComparer? Comparer { get; }

    public FieldLocation Location { get; private set; } = new(null, property);

    public string? Schema { get; private set; }

    public string? StableName { get; private set; }

    /// <summary>The cipher of the ring that holds the model.</summary>
    /// <exception cref="KeyRingMissingException">The model was built without a ring.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed, and no other holds the model.</exception>
    public FieldCipher Cipher => Slot is null ? throw new KeyRingMissingException(Location) : Slot.Demand().Ciphers[Ordinal];

    /// <summary>The cipher, if a ring holds the model.</summary>
    public FieldCipher? FindCipher() => Slot?.Holder?.Ciphers[Ordinal];

    /// <summary>The size of the column for a plaintext of a greatest length, in characters or bytes; null if unlimited.</summary>
    public int? EnvelopeSize(int maxLength)
    {
        int? size = ValueType == typeof(string) ? MaxUtf8BytesPerChar * maxLength
            : ValueType == typeof(byte[]) ? maxLength
            : null;
        return size is null ? null
            : Attribute.PadTo > 0
                ? Envelope.BodyOffset + Padding.PaddedSize(Envelope.TypeTagSize + size.Value, Attribute.PadTo) + Envelope.TagSize
            : Envelope.Overhead + size;
    }

    /// <summary>
    /// A stored value sealed anew, under the active key and the present name; plaintext that may be taken over is sealed.
    /// </summary>
    public abstract byte[] Reseal(byte[] stored, ReadOnlySpan<byte> rowKey);

    /// <summary>Opens a stored value and lets go of it, to see whether that works.</summary>
    /// <exception cref="EncryptionException">It does not.</exception>
    public abstract void Demand(byte[] stored, ReadOnlySpan<byte> rowKey);

    /// <summary>Opens a text, to hash it.</summary>
    public virtual string OpenText(byte[] stored) => throw new NotSupportedException();

    public void Bind(string entity, string property, FieldLocation location, string? schema)
    {
        if (Attribute.PadTo is < 0 or > EncryptedAttribute.MaxPadTo)
            throw new EncryptionModelException(Property, $"PadTo is a number of bytes from 0 to {EncryptedAttribute.MaxPadTo}.");
        if (Attribute.PadTo > 0 && Values.ScalarCodecs.Find(ValueType) is not (null or Values.StringCodec or Values.BytesCodec))
            throw new EncryptionModelException(Property, $"a {ValueType.Name} has the same length whatever its value. Remove PadTo.");
        _adoptUntil = AdoptUntil();
        Location = location;
        Schema = schema;
        StableName = $"{entity}/{property}";
        if (Slot is null)
            return;
        _name = (entity, property);
        _previous = [.. Attribute.PreviousNames.Select(Parse)];
        Ordinal = Slot.Add(this);
    }

    /// <summary>Tells a ring of the column, and makes its cipher.</summary>
    public FieldCipher CreateCipher(DataKeyRing ring)
    {
        if (_adoptUntil is not null)
            ring.WatchAdoption();
        var previous = _previous.Select(name => ring.Column(name.Entity, name.Property)).ToArray();
        return new FieldCipher(
            ring, ring.Column(_name.Entity, _name.Property), Location, new ColumnSettings(Attribute.PadTo, previous, _adoptUntil));
    }

    /// <summary>Splits a name given in the attribute.</summary>
    public (string Entity, string Property) Parse(string context) =>
        ColumnName.TryParse(context, out var entity, out var property)
            ? (entity, property)
            : throw new EncryptionModelException(Property, "a context of [Encrypted] has the form entity/property.");

    private DateTimeOffset? AdoptUntil()
    {
        if (Attribute.AdoptPlaintextUntil is not { } text)
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)
            : throw new EncryptionModelException(Property, "AdoptPlaintextUntil is a date of the form yyyy-MM-dd.");
    }
}
