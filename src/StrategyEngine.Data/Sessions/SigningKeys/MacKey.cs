using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>A key of HMAC-SHA256 (RFC 2104). Thread-safe.</summary>
/// <remarks>
/// Setting up the hash costs several times what it does with a token, so that set-up ones are kept. They are not disposed: a session root
/// lives as long as its process.
/// </remarks>
internal sealed class MacKey(byte[] key)
{
    public const int Size = HMACSHA256.HashSizeInBytes;

    private const int Kept = 16;

    private readonly ConcurrentBag<IncrementalHash> _idle = [];

    /// <summary>Fills <paramref name="mac"/>, <see cref="Size"/> bytes.</summary>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        if (!_idle.TryTake(out var hash))
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(data);
        hash.GetHashAndReset(mac);
        if (_idle.Count < Kept)
            _idle.Add(hash);
        else
            hash.Dispose();
    }
}
