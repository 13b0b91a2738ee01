namespace StrategyEngine.Data.Encryption;

/// <summary>What a blind index does to a value before hashing it. The name of the rule is part of the index key.</summary>
public enum BlindIndexNormalizer
{
    /// <summary>Nothing: the value is compared ordinally.</summary>
    None,

    /// <summary>
    /// Outer white space removed, Unicode form C, lower case of the invariant culture, form C again: for e-mail addresses and names.
    /// </summary>
    TrimLower,
}
