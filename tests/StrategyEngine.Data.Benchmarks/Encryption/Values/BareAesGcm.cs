using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>
/// AES-256-GCM on one reused instance, a fresh random nonce per value, no key id and no associated data: nonce, ciphertext, tag.
/// </summary>
/// <param name="buffered">Whether nonces are drawn from the system a hundred at a time.</param>
/// <param name="pooled">Whether the UTF-8 form passes through a reused buffer, or through an array of its own.</param>
internal sealed class BareAesGcm(bool buffered, bool pooled) : IValueCipher
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly AesGcm _aes = new(RandomNumberGenerator.GetBytes(32), TagSize);
    private readonly byte[] _text = new byte[1024];
    private readonly byte[] _nonces = new byte[100 * NonceSize];
    private int _nonce = 100 * NonceSize;

    public string Name { get; } =
        $"AesGcm, {(buffered ? "100 nonces a draw" : "one nonce a draw")}, {(pooled ? "reused buffer" : "new arrays")}";

    public byte[] Seal(string value)
    {
        var text = pooled ? _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)) : Encoding.UTF8.GetBytes(value);
        var result = new byte[NonceSize + text.Length + TagSize];
        var nonce = result.AsSpan(0, NonceSize);
        FillNonce(nonce);
        _aes.Encrypt(nonce, text, result.AsSpan(NonceSize, text.Length), result.AsSpan(NonceSize + text.Length));
        return result;
    }

    public string Open(byte[] value)
    {
        var length = value.Length - NonceSize - TagSize;
        var text = pooled ? _text.AsSpan(0, length) : new byte[length];
        _aes.Decrypt(value.AsSpan(0, NonceSize), value.AsSpan(NonceSize, length), value.AsSpan(NonceSize + length), text);
        return Encoding.UTF8.GetString(text);
    }

    public ValueTask DisposeAsync()
    {
        _aes.Dispose();
        return ValueTask.CompletedTask;
    }

    private void FillNonce(Span<byte> nonce)
    {
        if (!buffered)
        {
            RandomNumberGenerator.Fill(nonce);
            return;
        }

        if (_nonce == _nonces.Length)
        {
            RandomNumberGenerator.Fill(_nonces);
            _nonce = 0;
        }

        _nonces.AsSpan(_nonce, NonceSize).CopyTo(nonce);
        _nonce += NonceSize;
    }
}
