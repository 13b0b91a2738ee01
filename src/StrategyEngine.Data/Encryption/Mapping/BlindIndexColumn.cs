using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>What the model knows of a blind index.</summary>
internal sealed class BlindIndexColumn(EncryptedColumn source, BlindIndexNormalizer normalizer, int generation)
{
    // A lone surrogate: no well-formed text begins like this, so that no value can pass for a token.
    private const string TokenPrefix = "\uDC00bidx:";

    private BlindIndexHasher? _hasher;

    public EncryptedColumn Source { get; } = source;

    public int Generation { get; } = generation;

    /// <summary>The hash of a value; a text that is already a token passes through.</summary>
    public byte[] ToStored(string value) =>
        value.StartsWith(TokenPrefix, StringComparison.Ordinal)
            ? Convert.FromHexString(value.AsSpan(TokenPrefix.Length))
            : Hash(value);

    /// <summary>The token that stands for a stored hash.</summary>
    public static string ToToken(byte[] stored) => TokenPrefix + Convert.ToHexString(stored);

    public string TokenOf(string value) => ToToken(Hash(value));

    public byte[] Hash(string value) => (_hasher ?? throw new KeyRingMissingException(Source.Location)).Hash(value);

    /// <summary>Takes the stable name of the encrypted column, once that is known.</summary>
    public void Bind()
    {
        if (Source.Ring is not { } ring)
            return;
        ring.RequireBlindIndexRoot(Generation);
        _hasher = new BlindIndexHasher(ring, Source.Cipher.Context, normalizer, Source.Location, Generation);
    }
}
