using System.Buffers.Binary;
using System.Security.Cryptography;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// The hash of what is recorded of closed candles, in ascending order of open time. What is known to be empty does not count. Not
/// thread-safe.
/// </summary>
internal sealed class RecordedHash : IDisposable
{
    private const int EntryBytes = sizeof(long) + sizeof(uint);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _entries = new byte[EntryBytes * 1_024];
    private int _length;

    public void Add(long openTime, uint value)
    {
        if (value <= CoverageSlots.Empty)
            return;
        if (_length == _entries.Length)
            Flush();
        BinaryPrimitives.WriteInt64LittleEndian(_entries.AsSpan(_length), openTime);
        BinaryPrimitives.WriteUInt32LittleEndian(_entries.AsSpan(_length + sizeof(long)), value);
        _length += EntryBytes;
    }

    /// <summary>The hash of all that was added so far; more may follow.</summary>
    public byte[] Current()
    {
        Flush();
        return _hash.GetCurrentHash();
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_entries.AsSpan(0, _length));
        _length = 0;
    }
}
