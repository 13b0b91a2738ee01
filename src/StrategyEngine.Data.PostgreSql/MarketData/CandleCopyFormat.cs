using System.Buffers.Binary;
using System.Text;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Candles of one series in the binary form of COPY.</summary>
/// <remarks>
/// A row is the number of its fields, and for each of them its length and its bytes, all big-endian: PostgreSQL's documentation of COPY,
/// "Binary Format". Written here rather than field by field through Npgsql's importer, which is slower: see <c>candle-postgresql-load</c>
/// among the benchmarks.
/// </remarks>
internal sealed class CandleCopyFormat
{
    /// <summary>No row takes more bytes.</summary>
    public const int LongestRow = 256;

    private const short Fields = 12;
    private const int UuidLength = 16, Null = -1;
    private const long PostgreSqlEpoch = 946_684_800_000; // 2000-01-01T00:00Z in Unix milliseconds

    private readonly byte[] _series;

    /// <summary>Prepares what every row begins with.</summary>
    public CandleCopyFormat(CandleWrite write)
    {
        var timeframe = Encoding.ASCII.GetBytes(write.Timeframe.Code);
        _series = new byte[sizeof(short) + sizeof(int) + UuidLength + sizeof(int) + timeframe.Length];
        BinaryPrimitives.WriteInt16BigEndian(_series, Fields);
        var length = sizeof(short);
        BinaryPrimitives.WriteInt32BigEndian(_series.AsSpan(length), UuidLength);
        length += sizeof(int);
        write.AssetId.TryWriteBytes(_series.AsSpan(length), bigEndian: true, out _);
        length += UuidLength;
        BinaryPrimitives.WriteInt32BigEndian(_series.AsSpan(length), timeframe.Length);
        timeframe.CopyTo(_series.AsSpan(length + sizeof(int)));
    }

    /// <summary>What comes before the rows: the signature, no flags, no extension.</summary>
    public static ReadOnlySpan<byte> Header =>
        [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0,
            0];

    /// <summary>What comes after them.</summary>
    public static ReadOnlySpan<byte> Trailer => [0xFF, 0xFF];

    /// <summary>Writes a row.</summary>
    /// <param name="row">A valid row.</param>
    /// <param name="buffer">At least <see cref="LongestRow"/> bytes.</param>
    /// <returns>How many bytes it took.</returns>
    public int Write(in CandleRow row, Span<byte> buffer)
    {
        _series.CopyTo(buffer);
        var length = _series.Length;
        Write((row.OpenTime - PostgreSqlEpoch) * 1_000, buffer, ref length);
        Write(row.Open, buffer, ref length);
        Write(row.High, buffer, ref length);
        Write(row.Low, buffer, ref length);
        Write(row.Close, buffer, ref length);
        Write(row.Volume, buffer, ref length);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], 1);
        length += sizeof(int);
        buffer[length++] = row.Closed ? (byte)1 : (byte)0;
        Write(row.Revision, buffer, ref length);
        if (row.QuoteVolume is { } quoteVolume)
            Write(quoteVolume, buffer, ref length);
        else
            WriteNull(buffer, ref length);
        if (row.TradeCount is { } trades)
            Write(trades, buffer, ref length);
        else
            WriteNull(buffer, ref length);
        return length;
    }

    private static void WriteNull(Span<byte> buffer, ref int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], Null);
        length += sizeof(int);
    }

    private static void Write(long value, Span<byte> buffer, ref int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer[(length + sizeof(int))..], value);
        length += sizeof(int) + sizeof(long);
    }

    private static void Write(decimal amount, Span<byte> buffer, ref int length)
    {
        var taken = PostgreSqlNumeric.Write(amount, buffer[(length + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], taken);
        length += sizeof(int) + taken;
    }
}
