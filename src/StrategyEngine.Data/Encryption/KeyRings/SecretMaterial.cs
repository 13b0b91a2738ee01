using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The secret of a key ring: seals and opens the XML of its keys.</summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) under HKDF-SHA256 (RFC 5869) of the secret with a random salt per element. The fingerprint tells secrets
/// apart: 8 bytes of HKDF-SHA256 under another label, from which a secret of 32 random bytes cannot be found.
/// </remarks>
internal sealed class SecretMaterial
{
    public const int SaltSize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;
    private const int KeySize = 32;
    private const int MinSecretSize = 32;
    private const int FingerprintSize = 8;

    // 32 random bytes have fewer different ones less than once in 10^8 times.
    private const int MinDifferentBytes = 18;

    private readonly byte[] _secret;

    private SecretMaterial(byte[] secret)
    {
        _secret = secret;
        Fingerprint = Convert.ToHexStringLower(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, FingerprintSize, [], FingerprintLabel.ToArray()));
    }

    public string Fingerprint { get; }

    private static ReadOnlySpan<byte> SealLabel => "StrategyEngine.Data/key-ring/v1/seal"u8;

    private static ReadOnlySpan<byte> FingerprintLabel => "StrategyEngine.Data/key-ring/v1/fingerprint"u8;

    /// <exception cref="KeyRingException">It is shorter than 32 bytes, not random, or neither base64 nor hexadecimal.</exception>
    public static SecretMaterial Parse(string text, KeyRingSecret place)
    {
        var secret = Decode(text.Trim());
        return secret is not null
            && secret.Length >= MinSecretSize
            && secret.Distinct().Count() >= MinDifferentBytes
            && !IsRepeated(text.Trim())
            ? new SecretMaterial(secret)
            : throw KeyRingException.SecretWeak(place);
    }

    public SealedElement Seal(ReadOnlySpan<byte> plaintext)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var value = new byte[plaintext.Length + TagSize];
        using var cipher = Cipher(salt);
        cipher.Encrypt(nonce, plaintext, value.AsSpan(0, plaintext.Length), value.AsSpan(plaintext.Length), AssociatedData());
        return new SealedElement(Fingerprint, salt, nonce, value);
    }

    /// <exception cref="KeyRingException">It was altered.</exception>
    public byte[] Open(SealedElement element)
    {
        var plaintext = new byte[element.Value.Length - TagSize];
        using var cipher = Cipher(element.Salt);
        try
        {
            cipher.Decrypt(
                element.Nonce,
                element.Value.AsSpan(0, plaintext.Length),
                element.Value.AsSpan(plaintext.Length),
                plaintext,
                AssociatedData());
            return plaintext;
        }
        catch (AuthenticationTagMismatchException failure)
        {
            throw KeyRingException.Damaged(failure);
        }
    }

    private static bool IsRepeated(string text) =>
        Enumerable.Range(1, text.Length / 2).Any(period => text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)));

    private static byte[]? Decode(string text)
    {
        if (text.Length >= 2 * MinSecretSize && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        // Blanks make words, of which a passphrase consists; tools break lines of base64.
        if (text.AsSpan().ContainsAny(' ', '\t'))
            return null;
        var base64 = text.ReplaceLineEndings("").Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(base64 + new string('=', (4 - (base64.Length % 4)) % 4));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private AesGcm Cipher(byte[] salt)
    {
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeySize, salt, SealLabel.ToArray());
        try
        {
            return new AesGcm(key, TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private byte[] AssociatedData() => [.. SealLabel, 0, .. Encoding.ASCII.GetBytes(Fingerprint)];
}
