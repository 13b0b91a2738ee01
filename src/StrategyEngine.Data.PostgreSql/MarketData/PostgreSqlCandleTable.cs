using System.Runtime.CompilerServices;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The candle table of a PostgreSQL database. Thread-safe: every call has a connection of the pool to itself.</summary>
/// <remarks>A batch is sent as arrays: as fast as COPY into a temporary table and a merge out of it, and it needs rights on rows only.</remarks>
internal sealed class PostgreSqlCandleTable(string connectionString) : CandleTable
{
    public override async Task<CandleTableChanges> UpsertAsync(
        Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed = default, CancellationToken cancellationToken = default)
    {
        try
        {
            var connection = new NpgsqlConnection(connectionString);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return changed.IsEmpty
                    ? await MergeAsync(connection, assetId, timeframe, rows, cancellationToken).ConfigureAwait(false)
                    : await MergeAndTellAsync(connection, assetId, timeframe, rows, changed, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlCandleErrors.Create(exception);
        }
    }

    public override async IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString, command => Describe(command, PostgreSqlCandleSql.SelectRange, assetId, timeframe, fromOpenTime, toOpenTime), cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                yield return reader.Row;
        }
    }

    public override async Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default)
    {
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString,
            command =>
            {
                Describe(command, PostgreSqlCandleSql.SelectLatest, assetId, timeframe);
                command.Parameters.AddWithValue("before", NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(beforeOpenTime));
                command.Parameters.AddWithValue("count", NpgsqlDbType.Integer, count);
            },
            cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<CandleRow>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(reader.Row);
            rows.Reverse();
            return rows;
        }
    }

    public override async Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default)
    {
        var reader = await PostgreSqlCandleReader.OpenAsync(
            connectionString, command => Describe(command, PostgreSqlCandleSql.Count, assetId, timeframe, fromOpenTime, toOpenTime), cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.Int64 : 0;
    }

    private static async Task<CandleTableChanges> MergeAsync(
        NpgsqlConnection connection, Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            Describe(command, PostgreSqlCandleSql.Merge, assetId, timeframe);
            CandleArrays.Add(command.Parameters, rows.Span);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return new CandleTableChanges((int)reader.GetInt64(0), (int)reader.GetInt64(1));
            }
        }
    }

    private static async Task<CandleTableChanges> MergeAndTellAsync(
        NpgsqlConnection connection, Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed, CancellationToken cancellationToken)
    {
        var places = new Dictionary<long, int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            places.Add(rows.Span[i].OpenTime, i);
        changed.Span[..rows.Length].Clear();
        var (inserted, updated) = (0, 0);
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            Describe(command, PostgreSqlCandleSql.MergeAndTell, assetId, timeframe);
            CandleArrays.Add(command.Parameters, rows.Span);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    changed.Span[places[PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0))]] = true;
                    if (reader.GetBoolean(1))
                        inserted++;
                    else
                        updated++;
                }
            }
        }

        return new CandleTableChanges(inserted, updated);
    }

    private static void Describe(NpgsqlCommand command, string sql, Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime)
    {
        Describe(command, sql, assetId, timeframe);
        command.Parameters.AddWithValue("from", NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(fromOpenTime));
        command.Parameters.AddWithValue("to", NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(toOpenTime));
    }

    private static void Describe(NpgsqlCommand command, string sql, Guid assetId, Timeframe timeframe)
    {
#pragma warning disable CA2100 // The constants of PostgreSqlCandleSql.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("asset_id", NpgsqlDbType.Uuid, assetId);
        command.Parameters.AddWithValue("timeframe", NpgsqlDbType.Varchar, timeframe.Code);
    }
}
