using System.Buffers.Binary;
using System.IO.Hashing;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Writes the batches of candles: each in one transaction, in which the writers of its series take turns.</summary>
/// <remarks>Where nothing is stored yet, rows are copied straight into the table. Else a batch is sent as arrays and merged: faster than by way of a temporary table, and with rights on rows only.</remarks>
internal static class PostgreSqlCandleWriter
{
    // Below it the round trips of COPY cost more than it saves.
    private const int WorthCopying = 200;

    /// <summary>Writes a batch.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="write">The batch, not empty.</param>
    /// <param name="isAlone">Whether nobody but those who take turns writes, without which it fails with a unique violation.</param>
    /// <param name="cancellationToken">Cancels until the commit.</param>
    public static async Task<CandleTableChanges> WriteAsync(NpgsqlConnection connection, CandleWrite write, bool isAlone, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var rows = write.Rows;
            var range = new CandleRange(write.AssetId, write.Timeframe, rows.Span[0].OpenTime, rows.Span[^1].OpenTime);
            var isEmpty = !await LockAndLookAsync(connection, range, cancellationToken).ConfigureAwait(false);
            var changes = isEmpty && isAlone && rows.Length >= WorthCopying
                ? await CopyAsync(connection, write, cancellationToken).ConfigureAwait(false)
                : await MergeAsync(connection, write, range, isAlone ? PostgreSqlCandleSql.Merge : PostgreSqlCandleSql.MergeBesideOthers, cancellationToken).ConfigureAwait(false);
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
            await LockAndLookAsync(connection, range, cancellationToken).ConfigureAwait(false);
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

    private static async Task<bool> LockAndLookAsync(NpgsqlConnection connection, CandleRange range, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.LockAndLook, range);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("series", NpgsqlDbType.Bigint, LockOf(range));
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return reader.GetBoolean(0);
            }
        }
    }

    private static async Task<CandleTableChanges> CopyAsync(NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(PostgreSqlCandleSql.Copy, cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            for (var i = 0; i < write.Rows.Length; i++)
                CandleCopy.Write(copy, write.AssetId, write.Timeframe, write.Rows.Span[i]);
            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        write.Changed.Fill(true);
        return new CandleTableChanges(write.Rows.Length, 0);
    }

    private static async Task<CandleTableChanges> MergeAsync(NpgsqlConnection connection, CandleWrite write, CandleRange range, string sql, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, sql, range);
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

    private static long LockOf(CandleRange range)
    {
        Span<byte> series = stackalloc byte[24];
        series.Clear();
        range.AssetId.TryWriteBytes(series, bigEndian: true, out _);
        for (var i = 0; i < range.Timeframe.Code.Length; i++)
            series[16 + i] = (byte)range.Timeframe.Code[i];
        BinaryPrimitives.WriteUInt32LittleEndian(series[20..], 0x43414E44); // not the lock of anything else that hashes the same
        return (long)XxHash3.HashToUInt64(series);
    }
}
