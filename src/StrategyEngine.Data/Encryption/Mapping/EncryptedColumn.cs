using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>What the model knows of an encrypted property: its ring, and from the end of model building on, its stable name.</summary>
internal abstract class EncryptedColumn(string property, string? declaredContext, DataKeyRing? ring)
{
    private FieldCipher? _cipher;

    /// <summary>The property, as <c>Entity.Property</c>.</summary>
    public string Property { get; } = property;

    public string? DeclaredContext { get; } = declaredContext;

    public DataKeyRing? Ring { get; } = ring;

    /// <summary>Whether values are bound to their row: <see cref="Secret{T}"/>.</summary>
    public abstract bool IsRowBound { get; }

    public abstract ValueConverter Converter { get; }

    public abstract ValueComparer? Comparer { get; }

    /// <summary>The size of the column for a plaintext of a greatest length, in characters or bytes; <see langword="null"/> if unlimited.</summary>
    public abstract int? EnvelopeSize(int maxLength);

    public FieldLocation Location { get; private set; } = new(null, property);

    public string? ContextName { get; private set; }

    public FieldCipher Cipher => _cipher ?? throw new KeyRingMissingException(Location);

    public void Bind(string entity, string property, FieldLocation location)
    {
        Location = location;
        ContextName = $"{entity}/{property}";
        if (Ring is not null)
            _cipher = new FieldCipher(Ring, Ring.Context(entity, property), location);
    }
}
