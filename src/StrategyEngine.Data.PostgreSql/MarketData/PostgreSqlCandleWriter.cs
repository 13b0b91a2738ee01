using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Writes the batches of candles: each in one transaction, in which the writers of its series take turns.</summary>
/// <remarks>
/// What is new is copied straight into the table, what replaces an older state is sent as arrays: faster than by way of a temporary table,
/// and with rights on rows only.
/// </remarks>
internal static class PostgreSqlCandleWriter
{
    // Below it the round trips of COPY cost more than it saves.
    private const int WorthCopying = 200;

    /// <summary>Writes a batch.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="write">The batch, not empty.</param>
    /// <param name="isAlone">Whether nobody but those who take turns writes; otherwise it may fail with a unique violation or for want of a
    /// lock, or give null.</param>
    /// <param name="cancellationToken">Cancels until the commit.</param>
    /// <returns>The counts; null if somebody who does not take turns wrote one of the rows meanwhile, and nothing was written.</returns>
    public static async Task<CandleTableChanges?> WriteAsync(
        NpgsqlConnection connection, CandleWrite write, bool isAlone, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var stored = await PostgreSqlStoredCandles.LockAndReadAsync(connection, write, isAlone, cancellationToken)
                .ConfigureAwait(false);
            CandleTableChanges changes;
            CoverageBlocks blocks;
            if (isAlone)
            {
                var (added, newer) = stored.Compare(write);
                var writing = WriteAloneAsync(connection, write, added, newer, cancellationToken);
                blocks = stored.Cover(write); // while the server is busy with the rows
                if (await writing.ConfigureAwait(false) != added.Length + newer.Length)
                    return null;
                changes = new CandleTableChanges(added.Length, newer.Length);
            }
            else
            {
                changes = await MergeAsync(connection, write, cancellationToken).ConfigureAwait(false);
                blocks = stored.Cover(write);
            }

            await PostgreSqlCoverage.ReplaceAsync(connection, write.AssetId, write.Timeframe, blocks, cancellationToken)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return changes;
        }
    }

    public static Task<bool> ChangeAsync(
        NpgsqlConnection connection,
        CandleRange range,
        Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change,
        CancellationToken cancellationToken) => InTurnAsync(
        connection,
        range,
        async () =>
        {
            var blocks = change(await PostgreSqlSliceReader.ReadAsync(connection, range, cancellationToken).ConfigureAwait(false));
            if (blocks is not null)
                await PostgreSqlCoverage.ApplyAsync(connection, range, blocks, cancellationToken).ConfigureAwait(false);
            return blocks is not null;
        },
        cancellationToken);

    public static Task<int> RemoveAsync(
        NpgsqlConnection connection,
        CandleRange range,
        Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken) => InTurnAsync(
        connection,
        range,
        async () =>
        {
            var blocks = change(
                await PostgreSqlCoverage.ReadAsync(connection, range, int.MaxValue, cancellationToken).ConfigureAwait(false));
            await PostgreSqlCoverage.ApplyAsync(connection, range, blocks, cancellationToken).ConfigureAwait(false);
            var delete = CandleCommand.Create(connection, PostgreSqlCandleSql.DeleteRange, range);
            await using (delete.ConfigureAwait(false))
                return await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<T> InTurnAsync<T>(
        NpgsqlConnection connection, CandleRange range, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LockAsync(connection, range.AssetId, range.Timeframe, cancellationToken).ConfigureAwait(false);
            var result = await work().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, Guid assetId, Timeframe timeframe, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = PostgreSqlCandleSql.Lock;
            CandleCommand.AddLock(command, assetId, timeframe);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> WriteAloneAsync(
        NpgsqlConnection connection,
        CandleWrite write,
        ReadOnlyMemory<CandleRow> added,
        ReadOnlyMemory<CandleRow> newer,
        CancellationToken cancellationToken)
    {
        if (added.Length >= WorthCopying)
            await CandleCopy.WriteAsync(connection, write, added, cancellationToken).ConfigureAwait(false);
        else if (added.Length > 0)
            await ExecuteAsync(connection, PostgreSqlCandleSql.Insert, write, added, cancellationToken).ConfigureAwait(false);
        var updated = newer.Length == 0
            ? 0
            : await ExecuteAsync(connection, PostgreSqlCandleSql.Update, write, newer, cancellationToken).ConfigureAwait(false);
        return added.Length + updated;
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CandleWrite write, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(
            connection, sql, new CandleRange(write.AssetId, write.Timeframe, rows.Span[0].OpenTime, rows.Span[^1].OpenTime));
        await using (command.ConfigureAwait(false))
        {
            CandleArrays.Add(command.Parameters, rows.Span);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<CandleTableChanges> MergeAsync(
        NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.MergeBesideOthers, write.AssetId, write.Timeframe);
        await using (command.ConfigureAwait(false))
        {
            CandleArrays.Add(command.Parameters, write.Rows.Span);
            command.Parameters.AddWithValue("count", NpgsqlDbType.Bigint, (long)write.Rows.Length);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var changes = new CandleTableChanges((int)reader.GetInt64(0), (int)reader.GetInt64(1));
                if (await reader.IsDBNullAsync(2, cancellationToken).ConfigureAwait(false))
                    write.Changed.Fill(true);
                else
                    Mark(write, reader.GetFieldValue<DateTime[]>(2));
                return changes;
            }
        }
    }

    private static void Mark(CandleWrite write, DateTime[] openTimes)
    {
        Array.Sort(openTimes);
        var rows = write.Rows.Span;
        var changed = write.Changed;
        changed.Clear();
        var next = 0;
        for (var i = 0; i < rows.Length && next < openTimes.Length; i++)
        {
            changed[i] = rows[i].OpenTime == PostgreSqlInstant.ToMilliseconds(openTimes[next]);
            if (changed[i])
                next++;
        }
    }
}
