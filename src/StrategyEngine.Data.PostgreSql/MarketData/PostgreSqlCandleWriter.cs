using System.Buffers.Binary;
using System.IO.Hashing;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Writes the batches of candles: each in one transaction, in which the writers of its series take turns.</summary>
/// <remarks>What is new is copied straight into the table, what replaces an older state is sent as arrays: faster than by way of a temporary table, and with rights on rows only.</remarks>
internal static class PostgreSqlCandleWriter
{
    // Below it the round trips of COPY cost more than it saves.
    private const int WorthCopying = 200;

    /// <summary>Writes a batch.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="write">The batch, not empty.</param>
    /// <param name="isAlone">Whether nobody but those who take turns writes; otherwise it may fail with a unique violation, or give null.</param>
    /// <param name="cancellationToken">Cancels until the commit.</param>
    /// <returns>The counts; null if somebody who does not take turns wrote one of the rows meanwhile, and nothing was written.</returns>
    public static async Task<CandleTableChanges?> WriteAsync(NpgsqlConnection connection, CandleWrite write, bool isAlone, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            write.Changed.Clear();
            await LockAsync(connection, write.AssetId, write.Timeframe, cancellationToken).ConfigureAwait(false);
            var changes = isAlone
                ? await WriteAloneAsync(connection, write, cancellationToken).ConfigureAwait(false)
                : await MergeAsync(connection, write, cancellationToken).ConfigureAwait(false);
            if (changes is null)
                return null;
            await PostgreSqlCoverage.RecordAsync(connection, write, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return changes;
        }
    }

    public static async Task ChangeAsync(NpgsqlConnection connection, CandleRange range, Func<CandleSlice, CandleSliceChange?> change, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LockAsync(connection, range.AssetId, range.Timeframe, cancellationToken).ConfigureAwait(false);
            if (change(await PostgreSqlSliceReader.ReadAsync(connection, range, cancellationToken).ConfigureAwait(false)) is not { } made)
                return;
            if (made.RemovesRows)
            {
                var delete = CandleCommand.Create(connection, PostgreSqlCandleSql.DeleteRange, range);
                await using (delete.ConfigureAwait(false))
                    await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await PostgreSqlCoverage.ApplyAsync(connection, range, made.Blocks, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, Guid assetId, Timeframe timeframe, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = PostgreSqlCandleSql.Lock;
            command.Parameters.AddWithValue("series", NpgsqlDbType.Bigint, LockOf(assetId, timeframe));
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<CandleTableChanges?> WriteAloneAsync(NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var (added, newer) = await PostgreSqlCandleStates.CompareAsync(connection, write, cancellationToken).ConfigureAwait(false);
        if (added.Length >= WorthCopying)
            await CopyAsync(connection, write, added, cancellationToken).ConfigureAwait(false);
        else if (added.Length > 0)
            await ExecuteAsync(connection, PostgreSqlCandleSql.Insert, write, added, cancellationToken).ConfigureAwait(false);
        var updated = newer.Length == 0 ? 0 : await ExecuteAsync(connection, PostgreSqlCandleSql.Update, write, newer, cancellationToken).ConfigureAwait(false);
        return updated == newer.Length ? new CandleTableChanges(added.Length, updated) : null;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, CandleWrite write, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(PostgreSqlCandleSql.Copy, cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            await CandleCopy.WriteAsync(copy, write, rows, cancellationToken).ConfigureAwait(false);
            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CandleWrite write, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, sql, write.AssetId, write.Timeframe);
        await using (command.ConfigureAwait(false))
        {
            CandleArrays.Add(command.Parameters, rows.Span);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<CandleTableChanges> MergeAsync(NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
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
        var next = 0;
        for (var i = 0; i < rows.Length && next < openTimes.Length; i++)
        {
            changed[i] = rows[i].OpenTime == PostgreSqlInstant.ToMilliseconds(openTimes[next]);
            if (changed[i])
                next++;
        }
    }

    private static long LockOf(Guid assetId, Timeframe timeframe)
    {
        Span<byte> series = stackalloc byte[24];
        series.Clear();
        assetId.TryWriteBytes(series, bigEndian: true, out _);
        for (var i = 0; i < timeframe.Code.Length; i++)
            series[16 + i] = (byte)timeframe.Code[i];
        BinaryPrimitives.WriteUInt32LittleEndian(series[20..], 0x43414E44); // not the lock of anything else that hashes the same
        return (long)XxHash3.HashToUInt64(series);
    }
}
