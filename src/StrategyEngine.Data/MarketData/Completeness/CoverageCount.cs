using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Counts and hashes what there is at the open times of a range, in ascending order. Not thread-safe.</summary>
internal sealed class CoverageCount : IDisposable
{
    private const int EntryBytes = sizeof(long) + sizeof(uint);

    private readonly CandleRange _range;
    private readonly CancellationToken _cancellationToken;
    private readonly IEnumerator<ExpectedSpan> _expected;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _entries = new byte[EntryBytes * 1_024];
    private int _length;
    private ExpectedSpan _span;
    private bool _expectsMore;
    private long _expectedCount, _present, _empty, _missing;

    public CoverageCount(CandleRange range, IEnumerable<ExpectedSpan> expected, CancellationToken cancellationToken)
    {
        _range = range;
        _cancellationToken = cancellationToken;
        _expected = expected.GetEnumerator();
        MoveToNextSpan();
        _hash.AppendData(Encoding.UTF8.GetBytes(range.Timeframe.Code));
    }

    /// <summary>Takes what there is at an open time: the checksum of a candle, or <see cref="CoverageSlots.Empty"/>.</summary>
    public void Add(long openTime, uint value)
    {
        while (_expectsMore && _span.FirstOpenTime < openTime)
            Pass(_span.CountBefore(openTime), areThere: false);
        if (_expectsMore && _span.FirstOpenTime == openTime)
            Pass(1, areThere: true);
        if (value == CoverageSlots.Empty)
            _empty++;
        else
            _present++;
        if (_length == _entries.Length)
            Flush();
        BinaryPrimitives.WriteInt64LittleEndian(_entries.AsSpan(_length), openTime);
        BinaryPrimitives.WriteUInt32LittleEndian(_entries.AsSpan(_length + sizeof(long)), value);
        _length += EntryBytes;
    }

    public CandleCoverage Complete()
    {
        while (_expectsMore)
            Pass(_span.Count, areThere: false);
        Flush();
        return new CandleCoverage(
            _range.AssetId,
            _range.Timeframe,
            DateTimeOffset.FromUnixTimeMilliseconds(_range.From),
            DateTimeOffset.FromUnixTimeMilliseconds(_range.To),
            _expectedCount,
            _present,
            _empty,
            _missing,
            Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _expected.Dispose();
        _hash.Dispose();
    }

    private void Pass(long count, bool areThere)
    {
        _expectedCount += count;
        _missing += areThere ? 0 : count;
        _span = _span.Skip(count);
        if (_span.Count == 0)
            MoveToNextSpan();
    }

    private void MoveToNextSpan()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _expectsMore = _expected.MoveNext();
        _span = _expectsMore ? _expected.Current : default;
    }

    private void Flush()
    {
        _hash.AppendData(_entries.AsSpan(0, _length));
        _length = 0;
    }
}
