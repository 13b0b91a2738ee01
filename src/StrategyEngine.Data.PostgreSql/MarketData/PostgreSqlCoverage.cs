using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The coverage table, within the transaction of a connection.</summary>
internal static class PostgreSqlCoverage
{
    public static async Task<List<CandleCoverageBlock>> ReadAsync(
        NpgsqlConnection connection, CandleRange range, int count, CancellationToken cancellationToken)
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

    public static async Task ApplyAsync(
        NpgsqlConnection connection, CandleRange range, IReadOnlyList<CandleCoverageBlock> blocks, CancellationToken cancellationToken)
    {
        var kept = blocks.Where(block => block.Slots.Length > 0).ToList();
        await ReplaceAsync(
            connection,
            range.AssetId,
            range.Timeframe,
            new CoverageBlocks([.. kept.Select(Start)], [.. kept.Select(block => block.Slots)]),
            cancellationToken).ConfigureAwait(false);
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

    /// <summary>Writes blocks, each in the place of the stored one.</summary>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, Guid assetId, Timeframe timeframe, CoverageBlocks blocks, CancellationToken cancellationToken)
    {
        if (blocks.Starts.Length == 0)
            return;
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.ReplaceBlocks, assetId, timeframe);
        await using (command.ConfigureAwait(false))
        {
            AddBlocks(command, blocks.Starts);
            command.Parameters.AddWithValue("slots", NpgsqlDbType.Array | NpgsqlDbType.Bytea, blocks.Slots);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static DateTime Start(CandleCoverageBlock block) => PostgreSqlInstant.From(block.BlockStart.ToUnixTimeMilliseconds());

    private static void AddBlocks(NpgsqlCommand command, DateTime[] starts) =>
        command.Parameters.AddWithValue("blocks", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, starts);
}
