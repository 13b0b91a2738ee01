using System.Data;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>The coverage table, within a transaction.</summary>
internal static class SqlServerCoverage
{
    /// <summary>Records what changed.</summary>
    public static async Task RecordAsync(
        SqlConnection connection, SqlTransaction transaction, CandleWrite write, CancellationToken cancellationToken)
    {
        var blocks = write.GetBlocks();
        for (var i = 0; i < blocks.Count; i++)
        {
            var range = new CandleRange(write.AssetId, write.Timeframe, blocks[i], blocks[i] + 1);
            var stored = await ReadBlockAsync(connection, transaction, range, cancellationToken).ConfigureAwait(false);
            var sql = stored is null ? SqlServerCandleSql.InsertBlock : SqlServerCandleSql.UpdateBlock;
            await WriteAsync(connection, transaction, sql, range, write.Cover(i, stored), cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<CandleSlice> ReadSliceAsync(
        SqlConnection connection, SqlTransaction transaction, CandleRange range, CancellationToken cancellationToken)
    {
        var rows = new List<CandleRow>();
        var candles = CandleCommand.Create(connection, transaction, SqlServerCandleSql.SelectRangeHeld, range);
        await using (candles.ConfigureAwait(false))
        {
            var reader = await candles.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add(CandleCommand.Row(reader));
            }
        }

        return new CandleSlice(
            rows, await ReadAsync(connection, transaction, range, int.MaxValue, cancellationToken).ConfigureAwait(false));
    }

    public static async Task<List<CandleCoverageBlock>> ReadAsync(
        SqlConnection connection, SqlTransaction? transaction, CandleRange range, int count, CancellationToken cancellationToken)
    {
        var blocks = new List<CandleCoverageBlock>();
        var command = CandleCommand.Create(
            connection, transaction, SqlServerCandleSql.SelectBlocks, range with { From = range.FirstBlock });
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add("@count", SqlDbType.Int).Value = count;
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    blocks.Add(new CandleCoverageBlock
                    {
                        AssetId = range.AssetId,
                        Timeframe = range.Timeframe,
                        BlockStart = DateTimeOffset.FromUnixTimeMilliseconds(CandleInstant.FromStored(reader.GetDateTime(0))),
                        Slots = reader.GetFieldValue<byte[]>(1),
                    });
                }
            }
        }

        return blocks;
    }

    /// <summary>Deletes the candles of a range.</summary>
    /// <returns>How many they were.</returns>
    public static async Task<int> DeleteAsync(
        SqlConnection connection, SqlTransaction transaction, CandleRange range, CancellationToken cancellationToken)
    {
        var delete = CandleCommand.Create(connection, transaction, SqlServerCandleSql.DeleteRange, range);
        await using (delete.ConfigureAwait(false))
            return await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task ApplyAsync(
        SqlConnection connection,
        SqlTransaction transaction,
        CandleRange range,
        IReadOnlyList<CandleCoverageBlock> blocks,
        CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            var start = block.BlockStart.ToUnixTimeMilliseconds();
            var place = range with { From = start, To = start + 1 };
            if (block.Slots.Length == 0)
            {
                await WriteAsync(connection, transaction, SqlServerCandleSql.DeleteBlock, place, null, cancellationToken)
                    .ConfigureAwait(false);
            }
            else if (await WriteAsync(connection, transaction, SqlServerCandleSql.UpdateBlock, place, block.Slots, cancellationToken)
                .ConfigureAwait(false) == 0)
            {
                await WriteAsync(connection, transaction, SqlServerCandleSql.InsertBlock, place, block.Slots, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task<byte[]?> ReadBlockAsync(
        SqlConnection connection, SqlTransaction transaction, CandleRange range, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, transaction, SqlServerCandleSql.SelectBlock, range);
        await using (command.ConfigureAwait(false))
            return (byte[]?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> WriteAsync(
        SqlConnection connection,
        SqlTransaction transaction,
        string sql,
        CandleRange range,
        byte[]? slots,
        CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, transaction, sql, range);
        await using (command.ConfigureAwait(false))
        {
            if (slots is not null)
                command.Parameters.Add("@slots", SqlDbType.VarBinary, 960).Value = slots;
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
