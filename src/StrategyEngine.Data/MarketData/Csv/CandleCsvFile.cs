using System.Buffers.Binary;
using System.IO.Compression;

namespace StrategyEngine.Data.MarketData;

/// <summary>A file of text that may be compressed.</summary>
internal sealed class CandleCsvFile : IAsyncDisposable
{
    private static readonly byte[] Gzip = [0x1F, 0x8B];
    private static readonly byte[] Zip = "PK"u8.ToArray();

    private readonly FileStream _file;
    private readonly ZipArchive? _archive;

    private CandleCsvFile(FileStream file, ZipArchive? archive, Stream text)
    {
        _file = file;
        _archive = archive;
        Text = text;
    }

    /// <summary>What is in it.</summary>
    public Stream Text { get; }

    public long Length => _file.Length;

    public long BytesRead => _file.Position;

    public static async Task<CandleCsvFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        try
        {
            var start = new byte[2];
            var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            file.Position = 0;
            if (length == start.Length && start.AsSpan().SequenceEqual(Gzip))
            {
                return new CandleCsvFile(
                    file, null, await OpenGzipAsync(file, Path.GetFileName(path), cancellationToken).ConfigureAwait(false));
            }

            if (length < start.Length || !start.AsSpan().SequenceEqual(Zip))
                return new CandleCsvFile(file, null, file);
            var archive = await ZipArchive.CreateAsync(
                file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken).ConfigureAwait(false);
            if (archive.Entries is not [var entry])
            {
                throw new InvalidDataException(
                    $"{Path.GetFileName(path)} holds {archive.Entries.Count} files. An archive of candles must hold one; extract the one "
                    + $"to import.");
            }

            var text = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new CandleCsvFile(
                file, archive, new CheckedStream(text, Path.GetFileName(path), unchecked((uint)entry.Length), entry.Crc32));
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync().ConfigureAwait(false);
        if (_archive is not null)
            await _archive.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    // RFC 1952: the last four bytes are the length of what is in it, modulo 2^32. A file of several members is taken for one that was cut
    // short: each has its own.
    private static async Task<Stream> OpenGzipAsync(FileStream file, string fileName, CancellationToken cancellationToken)
    {
        const int ShortestFile = 18, LengthBytes = 4;
        if (file.Length < ShortestFile)
            throw CheckedStream.Damaged(fileName);
        var length = new byte[LengthBytes];
        file.Position = file.Length - LengthBytes;
        await file.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        return new CheckedStream(
            new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), fileName, BinaryPrimitives.ReadUInt32LittleEndian(length));
    }
}
