using System.Globalization;
using System.Text;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>COPY by hand, through a bare connection.</summary>
internal static class CandleCopy
{
    public const string Table = "trading.market_data";
    public const string Columns = "asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision";
    private const int LongestLine = 300;

    public static void WriteBinary(NpgsqlConnection connection, string table, ReadOnlySpan<CandleRow> rows)
    {
        using var import = connection.BeginBinaryImport($"COPY {table} ({Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (ref readonly var row in rows)
        {
            import.StartRow();
            import.Write(CandleSeries.AssetId, NpgsqlDbType.Uuid);
            import.Write(CandleSeries.Timeframe.Code, NpgsqlDbType.Varchar);
            import.Write(DateTime.UnixEpoch.AddMilliseconds(row.OpenTime), NpgsqlDbType.TimestampTz);
            import.Write(row.Open, NpgsqlDbType.Numeric);
            import.Write(row.High, NpgsqlDbType.Numeric);
            import.Write(row.Low, NpgsqlDbType.Numeric);
            import.Write(row.Close, NpgsqlDbType.Numeric);
            import.Write(row.Volume, NpgsqlDbType.Numeric);
            import.Write(row.Closed, NpgsqlDbType.Boolean);
            import.Write(row.Revision, NpgsqlDbType.Bigint);
        }

        import.Complete();
    }

    public static async Task WriteBinaryAsync(NpgsqlConnection connection, string table, ReadOnlyMemory<CandleRow> rows)
    {
        await using var import = await connection.BeginBinaryImportAsync($"COPY {table} ({Columns}) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows.Span[i];
            await import.StartRowAsync();
            await import.WriteAsync(CandleSeries.AssetId, NpgsqlDbType.Uuid);
            await import.WriteAsync(CandleSeries.Timeframe.Code, NpgsqlDbType.Varchar);
            await import.WriteAsync(DateTime.UnixEpoch.AddMilliseconds(row.OpenTime), NpgsqlDbType.TimestampTz);
            await import.WriteAsync(row.Open, NpgsqlDbType.Numeric);
            await import.WriteAsync(row.High, NpgsqlDbType.Numeric);
            await import.WriteAsync(row.Low, NpgsqlDbType.Numeric);
            await import.WriteAsync(row.Close, NpgsqlDbType.Numeric);
            await import.WriteAsync(row.Volume, NpgsqlDbType.Numeric);
            await import.WriteAsync(row.Closed, NpgsqlDbType.Boolean);
            await import.WriteAsync(row.Revision, NpgsqlDbType.Bigint);
        }

        await import.CompleteAsync();
    }

    /// <summary>The text form, formatted without a string.</summary>
    public static void WriteText(NpgsqlConnection connection, string table, ReadOnlySpan<CandleRow> rows)
    {
        using var writer = (StreamWriter)connection.BeginTextImport($"COPY {table} ({Columns}) FROM STDIN");
        var stream = writer.BaseStream;
        Span<byte> buffer = stackalloc byte[16_384];
        var series = Encoding.UTF8.GetBytes($"{CandleSeries.AssetId}\t{CandleSeries.Timeframe.Code}\t");
        var length = 0;
        foreach (ref readonly var row in rows)
        {
            series.CopyTo(buffer[length..]);
            length += series.Length;
            DateTime.UnixEpoch.AddMilliseconds(row.OpenTime)
                .TryFormat(buffer[length..], out var written, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            length += written;
            "+00\t"u8.CopyTo(buffer[length..]);
            length += 4;
            foreach (var amount in (ReadOnlySpan<decimal>)[row.Open, row.High, row.Low, row.Close, row.Volume])
            {
                length += CanonicalDecimal.Write(amount, buffer[length..]);
                buffer[length++] = (byte)'\t';
            }

            buffer[length++] = row.Closed ? (byte)'t' : (byte)'f';
            buffer[length++] = (byte)'\t';
            row.Revision.TryFormat(buffer[length..], out written, default, CultureInfo.InvariantCulture);
            length += written;
            buffer[length++] = (byte)'\n';
            if (buffer.Length - length < LongestLine)
            {
                stream.Write(buffer[..length]);
                length = 0;
            }
        }

        stream.Write(buffer[..length]);
    }
}
