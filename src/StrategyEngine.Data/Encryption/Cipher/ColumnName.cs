namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>The stable name of a column, and what is derived from it.</summary>
internal sealed class ColumnName
{
    private volatile bool _isAdopted;

    public ColumnName(string entity, string property, int slot)
    {
        Entity = entity;
        Property = property;
        Slot = slot;
        KeyInfo = LengthPrefixed.Join("SE.Data/v1/field", entity, property);
        AssociatedData = LengthPrefixed.Join("SE.Data/v1", entity, property);
    }

    public string Entity { get; }

    public string Property { get; }

    /// <summary>The number of the column within its key ring.</summary>
    public int Slot { get; }

    /// <summary>The <c>info</c> of HKDF-Expand that gives the column its own key.</summary>
    public byte[] KeyInfo { get; }

    /// <summary>What follows the header in the associated data.</summary>
    public byte[] AssociatedData { get; }

    /// <summary>Whether the column's plaintext has all been encrypted, so that plaintext is an error whatever the date.</summary>
    public bool IsAdopted
    {
        get => _isAdopted;
        set => _isAdopted = value;
    }

    /// <summary>Splits <c>entity/property</c>.</summary>
    public static bool TryParse(string name, out string entity, out string property)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == name.Length - 1 || name.IndexOf('/', slash + 1) >= 0)
        {
            (entity, property) = ("", "");
            return false;
        }

        (entity, property) = (name[..slash], name[(slash + 1)..]);
        return true;
    }

    public override string ToString() => $"{Entity}/{Property}";
}
