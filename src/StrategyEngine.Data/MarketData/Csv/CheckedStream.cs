using System.IO.Hashing;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// What is in a compressed file, read forwards; fails at its end if it is not all of it, which the streams of .NET take for an end like any
/// other.
/// </summary>
/// <param name="inner">What is in the file.</param>
/// <param name="fileName">What exceptions call the file.</param>
/// <param name="length">How many bytes there have to be, modulo 2³².</param>
/// <param name="crc32">What their CRC-32 has to be; null if the inner stream checks it.</param>
internal sealed class CheckedStream(Stream inner, string fileName, uint length, uint? crc32 = null) : Stream
{
    private readonly Crc32? _sum = crc32 is null ? null : new Crc32();
    private uint _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span, count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Check(buffer.AsSpan(offset, count), read);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> buffer, int count)
    {
        unchecked
        {
            _read += (uint)count;
        }

        _sum?.Append(buffer[..count]);
        if (count == 0 && !buffer.IsEmpty && (_read != length || _sum?.GetCurrentHashAsUInt32() != crc32))
            throw Damaged(fileName);
    }

    /// <summary>What to throw for a file that is not whole.</summary>
    public static InvalidDataException Damaged(string fileName) =>
        new($"{fileName} is cut short or damaged, or consists of several gzip files in a row. Load it again, or decompress it first.");
}
