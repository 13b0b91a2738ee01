using System.Buffers;

using Npgsql;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Copies rows into the candle table.</summary>
internal static class CandleCopy
{
    private const int BytesAtOnce = 128 * 1_024;

    /// <summary>Copies rows that are known to be new.</summary>
    /// <remarks>A cancellation is noticed as rows are sent, not while the server waits with the last of them for somebody else.</remarks>
    public static async Task WriteAsync(
        NpgsqlConnection connection, CandleWrite write, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var format = new CandleCopyFormat(write);
        var buffer = ArrayPool<byte>.Shared.Rent(BytesAtOnce);
        try
        {
            var copy = await connection.BeginRawBinaryCopyAsync(PostgreSqlCandleSql.Copy, cancellationToken).ConfigureAwait(false);
            await using (copy.ConfigureAwait(false))
            {
                CandleCopyFormat.Header.CopyTo(buffer);
                var length = CandleCopyFormat.Header.Length;
                for (var i = 0; i < rows.Length; i++)
                {
                    length += format.Write(rows.Span[i], buffer.AsSpan(length));
                    if (buffer.Length - length >= CandleCopyFormat.LongestRow)
                        continue;
                    await copy.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                    length = 0;
                }

                CandleCopyFormat.Trailer.CopyTo(buffer.AsSpan(length));
                await copy.WriteAsync(buffer.AsMemory(0, length + CandleCopyFormat.Trailer.Length), cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
