using System.Security.Cryptography;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>
/// Random bytes of the system for what must be unique or unpredictable but is no secret: nonces, ids and salts. Thread-safe.
/// </summary>
/// <remarks>
/// Drawing from the system costs much the same, whatever the number; each thread keeps a stock, of which nothing is given twice.
/// </remarks>
internal static class RandomStock
{
    private const int Size = 2048;

    [ThreadStatic]
    private static byte[]? _stock;

    [ThreadStatic]
    private static int _left;

    /// <summary>Fills a span of at most 2,048 bytes.</summary>
    public static void Fill(Span<byte> bytes)
    {
        var stock = _stock ??= new byte[Size];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(stock);
            _left = Size;
        }

        stock.AsSpan(_left - bytes.Length, bytes.Length).CopyTo(bytes);
        _left -= bytes.Length;
    }
}
