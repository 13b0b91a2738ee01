using System.Security.Cryptography;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>An AES-GCM cipher that draws its nonces, for one caller at a time.</summary>
internal sealed class LentCipher(ReadOnlySpan<byte> key) : IDisposable
{
    private readonly AesGcm _cipher = new(key, Envelope.TagSize);

    /// <summary>Encrypts in place under a nonce that is used once.</summary>
    public void Encrypt(Span<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        RandomStock.Fill(nonce);
        EncryptWith(nonce, text, tag, associatedData);
    }

    /// <summary>Encrypts in place under a chosen nonce.</summary>
    public void EncryptWith(ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associatedData) =>
        _cipher.Encrypt(nonce, text, text, tag, associatedData);

    /// <exception cref="AuthenticationTagMismatchException">The envelope, its place or its key is not the one it was sealed
    /// with.</exception>
    public void Decrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData) =>
        _cipher.Decrypt(nonce, text, tag, plaintext, associatedData);

    public void Dispose() => _cipher.Dispose();
}
