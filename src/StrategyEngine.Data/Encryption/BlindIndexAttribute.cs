namespace StrategyEngine.Data.Encryption;

/// <summary>Adds a keyed hash beside an encrypted string, so that <c>==</c>, <c>!=</c> and <c>Contains</c> work in LINQ.</summary>
/// <remarks>
/// <para>
/// The hash lives in a shadow property named after the property with the suffix <c>Index</c>, in a <c>binary(16)</c> column with the
/// suffix <c>_index</c>. It is filled and cleared when the entity is saved, and used by queries without being named in them.
/// </para>
/// <para>It reveals which rows hold equal values, and nothing else to a reader without the key.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlindIndexAttribute : Attribute
{
    /// <summary>Whether two rows may not hold the same normalized value; makes the database index unique.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Unique { get; set; }

    /// <summary>What is done to a value before it is hashed; values that normalize alike are equal.</summary>
    /// <value>Default: <see cref="BlindIndexNormalizer.None"/>. Part of the hash: changing it needs a rebuild of the index.</value>
    public BlindIndexNormalizer Normalizer { get; set; }
}
