using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>What the model knows of a blind index.</summary>
internal sealed class BlindIndexColumn(EncryptedColumn source, BlindIndexNormalizer normalizer, int generation)
{
    // A lone surrogate: no well-formed text begins like this, so that no value can pass for a token.
    private const string TokenPrefix = "\uDC00bidx:";

    public EncryptedColumn Source { get; } = source;

    public int Generation { get; } = generation;

    /// <summary>The place of its hasher among those of the model, once that is finished.</summary>
    public int Ordinal { get; private set; }

    /// <summary>The hash of a value; a text that is already a token passes through.</summary>
    public byte[] ToStored(string value)
    {
        if (value.StartsWith(TokenPrefix, StringComparison.Ordinal))
            return Convert.FromHexString(value.AsSpan(TokenPrefix.Length));
        var frame = ParameterValues.Suspend(Source.Slot);
        try
        {
            return Hash(value);
        }
        finally
        {
            ParameterValues.Resume(frame);
        }
    }

    /// <summary>The token that stands for a stored hash.</summary>
    public static string ToToken(byte[] stored) => TokenPrefix + Convert.ToHexString(stored);

    public string TokenOf(string value) => ToToken(Hash(value));

    /// <summary>The token for a value that becomes part of a compiled query.</summary>
    /// <remarks>The model is not given to another ring after that, or the query would look for the hash of this one.</remarks>
    public string ConstantTokenOf(string value)
    {
        Source.Slot?.MarkConstants();
        return TokenOf(value);
    }

    public byte[] Hash(string value) =>
        (Source.Slot is { } slot ? slot.Demand().Hashers[Ordinal] : throw new KeyRingMissingException(Source.Location)).Hash(value);

    /// <summary>Takes its place in the finished model.</summary>
    public void Bind()
    {
        if (Source.Slot is { } slot)
            Ordinal = slot.Add(this);
    }

    /// <summary>Tells a ring of the index, and makes its hasher, under the stable name of the encrypted column.</summary>
    public BlindIndexHasher CreateHasher(DataKeyRing ring, FieldCipher source)
    {
        ring.RequireBlindIndexRoot(Generation);
        return new BlindIndexHasher(ring, source.Column, normalizer, Source.Location, Generation);
    }
}
