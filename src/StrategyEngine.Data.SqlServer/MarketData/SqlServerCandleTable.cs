using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>The candle table in a SQL Server database, reached through SqlClient.</summary>
/// <remarks>Thread-safe: every call works on a pooled connection of its own. A batch is copied into a table of the session, and from there in one transaction.</remarks>
internal sealed class SqlServerCandleTable(string connectionString) : CandleTable
{
    private const string StageTable = "#candles"; // as in SqlServerCandleSql

    private bool? _isVersioned;

    public override async Task<CandleTableChanges> UpsertAsync(
        Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed = default, CancellationToken cancellationToken = default)
    {
        if (rows.IsEmpty)
            return default;
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await StageAsync(connection, rows, cancellationToken).ConfigureAwait(false);
                return await MergeAsync(connection, assetId, timeframe, rows, changed, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SqlException exception)
        {
            throw Translate(exception, cancellationToken);
        }
    }

    public override async IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!TryClamp(fromOpenTime, toOpenTime, out var first, out var last))
            yield break;
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var sql = await IsVersionedAsync(connection, cancellationToken).ConfigureAwait(false) ? SqlServerCandleSql.SelectRange : SqlServerCandleSql.SelectRangeHeld;
            var command = Command(connection, sql, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                AddRange(command, first, last);
                var reader = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                        yield return Row(reader);
                }
            }
        }
    }

    public override async Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default)
    {
        if (!TryClamp(long.MinValue, beforeOpenTime, out var first, out var last))
            return [];
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = Command(connection, SqlServerCandleSql.SelectLatest, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                AddRange(command, first, last);
                command.Parameters.Add("@count", SqlDbType.Int).Value = count;
                var reader = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<CandleRow>();
                    while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                        rows.Add(Row(reader));
                    rows.Reverse();
                    return rows;
                }
            }
        }
    }

    public override async Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default)
    {
        if (!TryClamp(fromOpenTime, toOpenTime, out var first, out var last))
            return 0;
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = Command(connection, SqlServerCandleSql.Count, assetId, timeframe);
            await using (command.ConfigureAwait(false))
            {
                AddRange(command, first, last);
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

    private static async Task<CandleTableChanges> MergeAsync(
        SqlConnection connection, Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed, CancellationToken cancellationToken)
    {
        var command = Command(connection, SqlServerCandleSql.Upsert, assetId, timeframe);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add("@series", SqlDbType.NVarChar, 255).Value = $"candles {assetId:N} {timeframe.Code}";
            command.Parameters.Add("@timeout", SqlDbType.Int).Value = LockTimeout(connection.CommandTimeout);
            command.Parameters.Add("@tell", SqlDbType.Bit).Value = !changed.IsEmpty;
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    throw SqlServerCandleErrors.Busy();
                var changes = new CandleTableChanges(reader.GetInt32(0), reader.GetInt32(1));
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                await MarkAsync(reader, rows, changed, cancellationToken).ConfigureAwait(false);
                return changes;
            }
        }
    }

    private static async Task MarkAsync(SqlDataReader reader, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed, CancellationToken cancellationToken)
    {
        changed.Span.Clear();
        var openTimes = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            openTimes.Add(CandleInstant.FromStored(reader.GetDateTime(0)));
        for (var i = 0; i < changed.Length; i++)
            changed.Span[i] = openTimes.Contains(rows.Span[i].OpenTime);
    }

    // Ends a little before the command itself would, so that the error is the lock's. 0 seconds means that a command waits for ever.
    private static int LockTimeout(int commandTimeoutSeconds) => commandTimeoutSeconds == 0 ? -1 : (int)Math.Min(int.MaxValue, commandTimeoutSeconds * 900L);

    private static bool TryClamp(long from, long to, out long first, out long last)
    {
        (first, last) = (Math.Max(from, CandleInstant.First), to > CandleInstant.Last ? CandleInstant.Last : to - 1);
        return to != long.MinValue && first <= last;
    }

    private static SqlCommand Command(SqlConnection connection, string sql, Guid assetId, Timeframe timeframe)
    {
#pragma warning disable CA2100 // The constants of SqlServerCandleSql.
        var command = new SqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add("@asset", SqlDbType.UniqueIdentifier).Value = assetId;
        command.Parameters.Add("@timeframe", SqlDbType.NVarChar, 3).Value = timeframe.Code;
        return command;
    }

    private static void AddRange(SqlCommand command, long first, long last)
    {
        Add("@first", first);
        Add("@last", last);

        void Add(string name, long value)
        {
            var parameter = command.Parameters.Add(name, SqlDbType.DateTime2);
            parameter.Scale = 3;
            parameter.Value = CandleInstant.ToStored(value);
        }
    }

    private static CandleRow Row(SqlDataReader reader) => new(
        CandleInstant.FromStored(reader.GetDateTime(0)),
        reader.GetDecimal(1),
        reader.GetDecimal(2),
        reader.GetDecimal(3),
        reader.GetDecimal(4),
        reader.GetDecimal(5),
        reader.GetBoolean(6),
        reader.GetInt64(7));

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
    private static Exception Translate(SqlException exception, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException("The call was cancelled.", exception, cancellationToken)
        : SqlServerCandleErrors.Create(exception);

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
            var answer = Convert.ToBoolean(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
            _isVersioned = answer;
            return answer;
        }
    }
}
