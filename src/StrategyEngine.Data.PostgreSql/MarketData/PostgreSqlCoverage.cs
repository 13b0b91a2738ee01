using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The coverage table, within the transaction of a connection.</summary>
internal static class PostgreSqlCoverage
{
    /// <summary>Records what changed.</summary>
    public static async Task RecordAsync(NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var blocks = write.GetBlocks();
        if (blocks.Count == 0)
            return;
        var starts = blocks.Select(PostgreSqlInstant.From).ToArray();
        var stored = await ReadAsync(connection, write, starts, cancellationToken).ConfigureAwait(false);
        var slots = new byte[starts.Length][];
        for (var i = 0; i < starts.Length; i++)
            slots[i] = write.Cover(i, stored.GetValueOrDefault(starts[i]));
        await ReplaceAsync(connection, write.AssetId, write.Timeframe, starts, slots, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<List<CandleCoverageBlock>> ReadAsync(NpgsqlConnection connection, CandleRange range, int count, CancellationToken cancellationToken)
    {
        var blocks = new List<CandleCoverageBlock>();
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.SelectBlockRange, range with { From = range.FirstBlock });
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("count", NpgsqlDbType.Integer, count);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    blocks.Add(new CandleCoverageBlock
                    {
                        AssetId = range.AssetId,
                        Timeframe = range.Timeframe,
                        BlockStart = DateTimeOffset.FromUnixTimeMilliseconds(PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0))),
                        Slots = reader.GetFieldValue<byte[]>(1),
                    });
                }
            }
        }

        return blocks;
    }

    public static async Task ApplyAsync(NpgsqlConnection connection, CandleRange range, IReadOnlyList<CandleCoverageBlock> blocks, CancellationToken cancellationToken)
    {
        var kept = blocks.Where(block => block.Slots.Length > 0).ToList();
        var (starts, slots) = (kept.ConvertAll(Start), kept.ConvertAll(block => block.Slots));
        if (kept.Count > 0)
            await ReplaceAsync(connection, range.AssetId, range.Timeframe, [.. starts], [.. slots], cancellationToken).ConfigureAwait(false);
        var emptied = blocks.Where(block => block.Slots.Length == 0).Select(Start).ToArray();
        if (emptied.Length == 0)
            return;
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.DeleteBlocks, range.AssetId, range.Timeframe);
        await using (command.ConfigureAwait(false))
        {
            AddBlocks(command, emptied);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<Dictionary<DateTime, byte[]>> ReadAsync(NpgsqlConnection connection, CandleWrite write, DateTime[] starts, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<DateTime, byte[]>();
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.SelectBlocks, write.AssetId, write.Timeframe);
        await using (command.ConfigureAwait(false))
        {
            AddBlocks(command, starts);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored.Add(reader.GetDateTime(0), reader.GetFieldValue<byte[]>(1));
            }
        }

        return stored;
    }

    private static async Task ReplaceAsync(
        NpgsqlConnection connection, Guid assetId, Timeframe timeframe, DateTime[] starts, byte[][] slots, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.ReplaceBlocks, assetId, timeframe);
        await using (command.ConfigureAwait(false))
        {
            AddBlocks(command, starts);
            command.Parameters.AddWithValue("slots", NpgsqlDbType.Array | NpgsqlDbType.Bytea, slots);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static DateTime Start(CandleCoverageBlock block) => PostgreSqlInstant.From(block.BlockStart.ToUnixTimeMilliseconds());

    private static void AddBlocks(NpgsqlCommand command, DateTime[] starts) =>
        command.Parameters.AddWithValue("blocks", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, starts);
}
