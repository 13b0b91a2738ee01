namespace StrategyEngine.Data.Encryption;

/// <summary>Stores a property encrypted: writes seal it with AES-256-GCM, reads open it.</summary>
/// <remarks>
/// <para>
/// Allowed on <see cref="string"/>, <c>byte[]</c>, the scalar types, enums, <see cref="Guid"/>, dates and times, JSON nodes, records and
/// classes (kept as JSON; saving refuses a value that would not be read back as it is), and <see cref="Secret{T}"/>, which binds the value
/// to its row as well. The column is binary; NULL stays NULL.
/// </para>
/// <para>
/// JSON knows values by their declared type. A derived type, as the value itself or as an element or member of it, must be named on the
/// declared one by <see cref="System.Text.Json.Serialization.JsonDerivedTypeAttribute"/>. The value itself is refused otherwise; an element
/// or member would lose what its own type adds.
/// </para>
/// <para>
/// A value can only be read back from the column it was written to. The column is known by a stable name, the <see cref="StableName"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncryptedAttribute : Attribute
{
    /// <summary>The greatest <see cref="PadTo"/>, in bytes.</summary>
    /// <value>4096.</value>
    public const int MaxPadTo = 4096;

    /// <summary>The stable name of the column, as <c>entity/property</c>; part of what every value is authenticated with.</summary>
    /// <value>
    /// Default: <c>table/column</c>. Set it to the old <c>table/column</c> before renaming a table or column that holds data; otherwise
    /// the application is refused at its start.
    /// </value>
    public string? StableName { get; set; }

    /// <summary>The names that the column had before, as <c>entity/property</c>, if its values are to move to the present one.</summary>
    /// <value>
    /// Default: none. Values under them are read too; new ones are written under <see cref="StableName"/>, and
    /// <see cref="EncryptionKeyManager.ReencryptAsync"/> moves the rest.
    /// </value>
    public string[] PreviousNames { get; set; } = [];

    /// <summary>
    /// Rounds the length of what is stored up to a multiple of so many bytes, so that it says little about the length of the value.
    /// </summary>
    /// <value>
    /// 0 to <see cref="MaxPadTo"/>; default 0, no padding. For strings, bytes and JSON; everything else has a fixed length anyway. Values
    /// already stored are padded when they are written again.
    /// </value>
    public int PadTo { get; set; }

    /// <summary>Until when the column may still hold values that are not encrypted, as <c>yyyy-MM-dd</c>, at 00:00 UTC.</summary>
    /// <value>
    /// Default: null, never: such a value is a <see cref="PlaintextFoundException"/>. Set it on a column that held
    /// plaintext before; <see cref="EncryptionKeyManager.ReencryptAsync"/>
    /// encrypts it, after which plaintext is an error even before the date.
    /// </value>
    public string? AdoptPlaintextUntil { get; set; }
}
