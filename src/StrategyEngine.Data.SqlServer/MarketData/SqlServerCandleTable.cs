using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>The candle table in a SQL Server database, reached through SqlClient.</summary>
/// <remarks>
/// Thread-safe: every call works on a pooled connection of its own. A batch is copied into a table of the session, and from there in one
/// transaction.
/// </remarks>
internal sealed class SqlServerCandleTable(string connectionString) : CandleTable
{
    private const string StageTable = "#candles"; // as in SqlServerCandleSql

    private bool? _isVersioned;

    public override async Task<CandleTableChanges> UpsertAsync(CandleWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Rows.IsEmpty)
            return default;
        return await UseAsync(
            async connection =>
            {
                await StageAsync(connection, write.Rows, cancellationToken).ConfigureAwait(false);
                return await InTransactionAsync(
                    connection,
                    write.AssetId,
                    write.Timeframe,
                    async transaction =>
                    {
                        var changes = await MergeAsync(connection, transaction, write, cancellationToken).ConfigureAwait(false);
                        await SqlServerCoverage.RecordAsync(connection, transaction, write, cancellationToken).ConfigureAwait(false);
                        return changes;
                    },
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    // Under the lock of the writers, because not every database keeps versions of rows to read beside them.
    public override Task<CandleSlice> ReadSliceAsync(CandleRange range, CancellationToken cancellationToken = default) => UseAsync(
        connection => InTransactionAsync(
            connection,
            range.AssetId,
            range.Timeframe,
            transaction => SqlServerCoverage.ReadSliceAsync(connection, transaction, range, cancellationToken),
            cancellationToken),
        cancellationToken);

    public override Task<IReadOnlyList<CandleCoverageBlock>> ReadCoverageAsync(
        CandleRange range, int count, CancellationToken cancellationToken = default) =>
        UseAsync<IReadOnlyList<CandleCoverageBlock>>(
            async connection => await SqlServerCoverage.ReadAsync(connection, null, range, count, cancellationToken).ConfigureAwait(false),
            cancellationToken);

    public override Task ChangeSliceAsync(
        CandleRange range, Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change, CancellationToken cancellationToken = default) =>
        UseAsync(
        connection => InTransactionAsync(
            connection,
            range.AssetId,
            range.Timeframe,
            async transaction =>
            {
                if (change(
                    await SqlServerCoverage.ReadSliceAsync(connection, transaction, range, cancellationToken).ConfigureAwait(false))
                    is { } made)
                {
                    await SqlServerCoverage.ApplyAsync(connection, transaction, range, made, cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken),
        cancellationToken);

    public override Task<int> RemoveSliceAsync(
        CandleRange range, Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken = default) => UseAsync(
        connection => InTransactionAsync(
            connection,
            range.AssetId,
            range.Timeframe,
            async transaction =>
            {
                var blocks = change(
                    await SqlServerCoverage.ReadAsync(connection, transaction, range, int.MaxValue, cancellationToken)
                        .ConfigureAwait(false));
                await SqlServerCoverage.ApplyAsync(connection, transaction, range, blocks, cancellationToken).ConfigureAwait(false);
                return await SqlServerCoverage.DeleteAsync(connection, transaction, range, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken),
        cancellationToken);

    public override Task<long?> FindFirstAsync(CandleRange range, CancellationToken cancellationToken = default) => UseAsync(
        async connection =>
        {
            var command = CandleCommand.Create(connection, null, SqlServerCandleSql.SelectFirst, range);
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is DateTime first
                    ? CandleInstant.FromStored(first)
                    : (long?)null;
            }
        },
        cancellationToken);

    public override async IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId,
        Timeframe timeframe,
        long fromOpenTime,
        long toOpenTime,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!TryClamp(fromOpenTime, toOpenTime, out var first, out var last))
            yield break;
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var sql = await IsVersionedAsync(connection, cancellationToken).ConfigureAwait(false)
                ? SqlServerCandleSql.SelectRange
                : SqlServerCandleSql.SelectRangeHeld;
            var command = CandleCommand.Create(connection, null, sql, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                CandleCommand.AddRange(command, first, last);
                var reader = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                        yield return CandleCommand.Row(reader);
                }
            }
        }
    }

    public override async Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        Guid assetId, Timeframe timeframe, int count, long fromOpenTime, CancellationToken cancellationToken = default) =>
        await ReadRowsAsync(SqlServerCandleSql.SelectEarliest, assetId, timeframe, fromOpenTime, long.MaxValue, count, cancellationToken)
            .ConfigureAwait(false);

    public override async Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default)
    {
        var rows = await ReadRowsAsync(
            SqlServerCandleSql.SelectLatest, assetId, timeframe, long.MinValue, beforeOpenTime, count, cancellationToken)
            .ConfigureAwait(false);
        rows.Reverse();
        return rows;
    }

    public override async Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default)
    {
        if (!TryClamp(fromOpenTime, toOpenTime, out var first, out var last))
            return 0;
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = CandleCommand.Create(connection, null, SqlServerCandleSql.Count, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                CandleCommand.AddRange(command, first, last);
                var reader = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    return await ReadAsync(reader, cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : 0;
            }
        }
    }

    private static async Task StageAsync(SqlConnection connection, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var create = new SqlCommand(SqlServerCandleSql.CreateStage, connection);
        await using (create.ConfigureAwait(false))
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.TableLock, externalTransaction: null)
        {
            DestinationTableName = StageTable,
            BulkCopyTimeout = connection.CommandTimeout,
        };
        copy.ColumnOrderHints.Add("open_time", SortOrder.Ascending);
        var reader = new CandleRowReader(rows);
        await using (reader.ConfigureAwait(false))
            await copy.WriteToServerAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> InTransactionAsync<T>(
        SqlConnection connection,
        Guid assetId,
        Timeframe timeframe,
        Func<SqlTransaction, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var transaction = (SqlTransaction)await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var command = new SqlCommand(SqlServerCandleSql.Lock, connection, transaction);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add("@series", SqlDbType.NVarChar, 255).Value = $"candles {assetId:N} {timeframe.Code}";
                command.Parameters.Add("@timeout", SqlDbType.Int).Value = LockTimeout(connection.CommandTimeout);
                if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not (int and >= 0))
                    throw SqlServerCandleErrors.Create(DatabaseErrorKind.Busy);
            }

            var result = await work(transaction).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
    }

    private static async Task<CandleTableChanges> MergeAsync(
        SqlConnection connection, SqlTransaction transaction, CandleWrite write, CancellationToken cancellationToken)
    {
        var command = CandleCommand.Create(connection, transaction, SqlServerCandleSql.Upsert, write.AssetId, write.Timeframe);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add("@count", SqlDbType.Int).Value = write.Rows.Length;
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var changes = new CandleTableChanges(reader.GetInt32(0), reader.GetInt32(1));
                if (changes.Inserted + changes.Updated == write.Rows.Length)
                {
                    write.Changed.Fill(true);
                    return changes;
                }

                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                await MarkAsync(reader, write, cancellationToken).ConfigureAwait(false);
                return changes;
            }
        }
    }

    private static async Task MarkAsync(SqlDataReader reader, CandleWrite write, CancellationToken cancellationToken)
    {
        var openTimes = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            openTimes.Add(CandleInstant.FromStored(reader.GetDateTime(0)));
        for (var i = 0; i < write.Rows.Length; i++)
            write.Changed[i] = openTimes.Contains(write.Rows.Span[i].OpenTime);
    }

    // Ends a little before the command itself would, so that the error is the lock's. 0 seconds means that a command waits for ever.
    private static int LockTimeout(int commandTimeoutSeconds) =>
        commandTimeoutSeconds == 0 ? -1 : (int)Math.Min(int.MaxValue, commandTimeoutSeconds * 900L);

    private static bool TryClamp(long from, long to, out long first, out long last)
    {
        (first, last) = (Math.Max(from, CandleInstant.First), to > CandleInstant.Last ? CandleInstant.Last : to - 1);
        return to != long.MinValue && first <= last;
    }

    private static async Task<SqlDataReader> ExecuteAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    private static async ValueTask<bool> ReadAsync(SqlDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    // SqlClient tells a cancelled command as an error of its own.
    private static Exception Translate(SqlException exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
        ? new OperationCanceledException("The call was cancelled.", exception, cancellationToken)
        : SqlServerCandleErrors.Create(exception);

    private async Task<List<CandleRow>> ReadRowsAsync(
        string sql, Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, int count, CancellationToken cancellationToken)
    {
        if (!TryClamp(fromOpenTime, toOpenTime, out var first, out var last))
            return [];
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = CandleCommand.Create(connection, null, sql, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                CandleCommand.AddRange(command, first, last);
                command.Parameters.Add("@count", SqlDbType.Int).Value = count;
                var reader = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<CandleRow>();
                    while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                        rows.Add(CandleCommand.Row(reader));
                    return rows;
                }
            }
        }
    }

    private async Task<T> UseAsync<T>(Func<SqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return await work(connection).ConfigureAwait(false);
        }
        catch (SqlException exception)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    private async Task<SqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (SqlException exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw Translate(exception, cancellationToken);
        }
    }

    private async ValueTask<bool> IsVersionedAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        if (_isVersioned is { } known)
            return known;
        var command = new SqlCommand(SqlServerCandleSql.IsVersioned, connection);
        await using (command.ConfigureAwait(false))
        {
            var answer = Convert.ToBoolean(
                await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
            _isVersioned = answer;
            return answer;
        }
    }
}
