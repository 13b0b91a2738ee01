using System.Runtime.CompilerServices;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The candle table of a PostgreSQL database. Thread-safe: every call has a connection of the pool to itself.</summary>
internal sealed class PostgreSqlCandleTable(string connectionString) : CandleTable
{
    public override async Task<CandleTableChanges> UpsertAsync(CandleWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Rows.IsEmpty)
            return default;
        try
        {
            if (await WriteAsync(isAlone: true).ConfigureAwait(false) is { } changes)
                return changes;
        }
        catch (CandleTableException exception) when (exception.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable })
        {
            // Somebody who does not take turns stored one of them meanwhile, or is about to.
        }

        return (await WriteAsync(isAlone: false).ConfigureAwait(false))!.Value;

        Task<CandleTableChanges?> WriteAsync(bool isAlone) =>
            UseAsync(connection => PostgreSqlCandleWriter.WriteAsync(connection, write, isAlone, cancellationToken), cancellationToken);
    }

    public override Task<CandleSlice> ReadSliceAsync(CandleRange range, CancellationToken cancellationToken = default) =>
        UseAsync(connection => PostgreSqlSliceReader.ReadSnapshotAsync(connection, range, cancellationToken), cancellationToken);

    public override Task<IReadOnlyList<CandleCoverageBlock>> ReadCoverageAsync(
        CandleRange range, int count, CancellationToken cancellationToken = default) =>
        UseAsync<IReadOnlyList<CandleCoverageBlock>>(
            async connection => await PostgreSqlCoverage.ReadAsync(connection, range, count, cancellationToken).ConfigureAwait(false),
            cancellationToken);

    public override Task ChangeSliceAsync(
        CandleRange range, Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change, CancellationToken cancellationToken = default) =>
        UseAsync(connection => PostgreSqlCandleWriter.ChangeAsync(connection, range, change, cancellationToken), cancellationToken);

    public override Task<int> RemoveSliceAsync(
        CandleRange range, Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken = default) =>
        UseAsync(connection => PostgreSqlCandleWriter.RemoveAsync(connection, range, change, cancellationToken), cancellationToken);

    public override Task<long?> FindFirstAsync(CandleRange range, CancellationToken cancellationToken = default) => UseAsync(
        async connection =>
        {
            var command = CandleCommand.Create(connection, PostgreSqlCandleSql.SelectFirst, range);
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is DateTime first
                    ? PostgreSqlInstant.ToMilliseconds(first)
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
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString,
            command => CandleCommand.Describe(
                command, PostgreSqlCandleSql.SelectRange, new CandleRange(assetId, timeframe, fromOpenTime, toOpenTime)),
            cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                yield return reader.Current;
        }
    }

    public override async Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        Guid assetId, Timeframe timeframe, int count, long fromOpenTime, CancellationToken cancellationToken = default) =>
        await ReadRowsAsync(PostgreSqlCandleSql.SelectEarliest, assetId, timeframe, "from", fromOpenTime, count, cancellationToken)
            .ConfigureAwait(false);

    public override async Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default)
    {
        var rows = await ReadRowsAsync(
            PostgreSqlCandleSql.SelectLatest, assetId, timeframe, "before", beforeOpenTime, count, cancellationToken).ConfigureAwait(false);
        rows.Reverse();
        return rows;
    }

    public override async Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default)
    {
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString,
            command =>
                CandleCommand.Describe(command, PostgreSqlCandleSql.Count, new CandleRange(assetId, timeframe, fromOpenTime, toOpenTime)),
            cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.Int64 : 0;
    }

    private async Task<List<CandleRow>> ReadRowsAsync(
        string sql, Guid assetId, Timeframe timeframe, string bound, long openTime, int count, CancellationToken cancellationToken)
    {
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString,
            command =>
            {
                CandleCommand.Describe(command, sql, assetId, timeframe);
                command.Parameters.AddWithValue(bound, NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(openTime));
                command.Parameters.AddWithValue("count", NpgsqlDbType.Integer, count);
            },
            cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<CandleRow>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(reader.Current);
            return rows;
        }
    }

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = new NpgsqlConnection(connectionString);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await work(connection).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlCandleErrors.Create(exception);
        }
    }
}
