namespace StrategyEngine.Data.Encryption;

/// <summary>Stores a property encrypted: writes seal it with AES-256-GCM, reads open it.</summary>
/// <remarks>
/// <para>
/// Allowed on <see cref="string"/>, <c>byte[]</c>, the scalar types, enums, <see cref="Guid"/>, dates and times, JSON nodes, records and
/// classes (kept as JSON), and <see cref="Secret{T}"/>, which binds the value to its row as well. The column is binary; NULL stays NULL.
/// </para>
/// <para>
/// A value can only be read back from the column it was written to. The column is known by a stable name, the <see cref="Context"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncryptedAttribute : Attribute
{
    /// <summary>The stable name of the column, as <c>entity/property</c>; part of what every value is authenticated with.</summary>
    /// <value>
    /// Default: <c>table/column</c>. Set it to the old <c>table/column</c> before renaming a table or column that holds data; otherwise
    /// the values become unreadable.
    /// </value>
    public string? Context { get; set; }
}
