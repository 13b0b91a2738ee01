using System.Buffers.Binary;
using System.IO.Compression;

namespace StrategyEngine.Data.MarketData;

/// <summary>Decompresses a gzip file (RFC 1952), and fails at its end if it was cut short, which <see cref="GZipStream"/> takes for an end like any other.</summary>
/// <remarks>A file of several members is taken for one that was cut short: its length stands in the last four bytes of each.</remarks>
internal sealed class WholeGzipStream : Stream
{
    private const int ShortestFile = 18, LengthBytes = 4;

    private readonly FileStream _file;
    private readonly GZipStream _inner;
    private readonly uint _expected;
    private uint _read;

    private WholeGzipStream(FileStream file, uint expected)
    {
        _file = file;
        _expected = expected;
        _inner = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<WholeGzipStream> OpenAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (file.Length < ShortestFile)
            throw CutShort(file);
        var length = new byte[LengthBytes];
        file.Position = file.Length - LengthBytes;
        await file.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        return new WholeGzipStream(file, BinaryPrimitives.ReadUInt32LittleEndian(length));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Checked(_inner.Read(buffer, offset, count), count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private int Checked(int count, int asked)
    {
        unchecked
        {
            _read += (uint)count; // the length is stored modulo 2^32
        }

        return count == 0 && asked > 0 && _read != _expected ? throw CutShort(_file) : count;
    }

    private static InvalidDataException CutShort(FileStream file) =>
        new($"{Path.GetFileName(file.Name)} is cut short or damaged, or consists of several gzip files in a row. Load it again, or decompress it first.");
}
