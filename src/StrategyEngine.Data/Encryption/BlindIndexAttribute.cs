namespace StrategyEngine.Data.Encryption;

/// <summary>Adds a keyed hash beside an encrypted string, so that <c>==</c>, <c>!=</c> and <c>Contains</c> work in LINQ.</summary>
/// <remarks>
/// <para>
/// The hash lives in a shadow property named after the property with the suffix <c>Index</c>, in a <c>binary(16)</c> column with the
/// suffix <c>_index</c>. It is filled and cleared when the entity is saved, and used by queries without being named in them.
/// </para>
/// <para>It reveals which rows hold equal values, and nothing else to a reader without the key.</para>
/// <para>
/// To change its key or normalizer, add the attribute a second time with the next <see cref="Generation"/> and a migration for its
/// column, fill that by re-encryption, and remove the first: queries use the lowest generation there is.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class BlindIndexAttribute : Attribute
{
    /// <summary>The greatest <see cref="Generation"/>.</summary>
    /// <value>99.</value>
    public const int MaxGeneration = 99;

    /// <summary>Whether two rows may not hold the same normalized value; makes the database index unique.</summary>
    /// <value>Default: false.</value>
    public bool Unique { get; set; }

    /// <summary>What is done to a value before it is hashed; values that normalize alike are equal.</summary>
    /// <value>Default: <see cref="BlindIndexNormalizer.None"/>. Part of the hash: to change it, add a generation.</value>
    public BlindIndexNormalizer Normalizer { get; set; }

    /// <summary>
    /// Which root key the hash is made with; from 2 on, the property and its column carry the number as a suffix and may be NULL.
    /// </summary>
    /// <value>1 to <see cref="MaxGeneration"/>; default 1.</value>
    public int Generation { get; set; } = 1;
}
