using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>The keyed hash of one blind index: the first 16 bytes of HMAC-SHA256 over the normalized value. Thread-safe.</summary>
internal sealed class BlindIndexHasher(
    DataKeyRing ring, ColumnName context, BlindIndexNormalizer normalizer, FieldLocation location, int generation)
{
    public const int TokenSize = 16;

    private const int StackLimit = 512;

    private readonly byte[] _info = LengthPrefixed.Join("SE.Data/v1/bidx", context.Entity, context.Property, RuleName(normalizer));
    private readonly ConditionalWeakTable<KeyMaterial, byte[]> _keys = [];

    public byte[] Hash(string value) => Hash(value, ring.BlindIndexRoot(generation).Material(ring.Wrapper, location));

    internal byte[] Hash(string value, KeyMaterial root)
    {
        var key = _keys.GetValue(root, material => material.Expand(_info));
        var text = Normalize(value);
        var size = WellFormed.Is(text) ? Encoding.UTF8.GetByteCount(text) : 2 * text.Length;
        byte[]? rented = null;
        Span<byte> buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);
        var bytes = buffer[..size];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        try
        {
            if (WellFormed.Is(text))
                Encoding.UTF8.GetBytes(text, bytes);
            else
                WriteUtf16(text, bytes);
            HMACSHA256.HashData(key, bytes, hash);
            return hash[..TokenSize].ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // The names are part of the key of every index: append, never change.
    private static string RuleName(BlindIndexNormalizer normalizer) => normalizer switch
    {
        BlindIndexNormalizer.None => "none",
        BlindIndexNormalizer.TrimLower => "trim|nfc|lower",
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, null),
    };

    private string Normalize(string value)
    {
        if (normalizer == BlindIndexNormalizer.None)
            return value;
        var text = value.Trim();

        // Normalize throws on text with a lone surrogate, which has no composed form anyway.
        if (!WellFormed.Is(text))
            return text.ToLowerInvariant();

        // A lower-case letter may compose with a mark where its upper case does not: J and a caron.
        return text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    private static void WriteUtf16(string text, Span<byte> bytes)
    {
        for (var i = 0; i < text.Length; i++)
        {
            bytes[2 * i] = (byte)text[i];
            bytes[(2 * i) + 1] = (byte)(text[i] >> 8);
        }
    }
}
