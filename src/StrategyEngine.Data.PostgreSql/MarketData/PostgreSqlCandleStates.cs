using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Tells which rows of a batch are new, and which replace an older state.</summary>
internal static class PostgreSqlCandleStates
{
    private const int StoredPerRow = 8;

    /// <summary>Reads what is stored of the batch, and sets <see cref="CandleWrite.Changed"/>.</summary>
    /// <returns>The rows to insert and the rows to update, each in ascending order.</returns>
    public static async Task<(ReadOnlyMemory<CandleRow> New, ReadOnlyMemory<CandleRow> Newer)> CompareAsync(
        NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(connection, write, cancellationToken).ConfigureAwait(false);
        if (stored.Count > 0)
            return Compare(write, stored);
        write.Changed.Fill(true);
        return (write.Rows, default);
    }

    private static (ReadOnlyMemory<CandleRow> New, ReadOnlyMemory<CandleRow> Newer) Compare(CandleWrite write, Dictionary<long, (bool Closed, long Revision)> stored)
    {
        var rows = write.Rows.Span;
        var (added, replaced) = (new List<CandleRow>(), new List<CandleRow>());
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (!stored.TryGetValue(row.OpenTime, out var state))
                added.Add(row);
            else if (row.Supersedes(state.Closed, state.Revision))
                replaced.Add(row);
            else
                continue;
            write.Changed[i] = true;
        }

        return (added.ToArray(), replaced.ToArray());
    }

    private static async Task<Dictionary<long, (bool Closed, long Revision)>> ReadAsync(NpgsqlConnection connection, CandleWrite write, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<long, (bool Closed, long Revision)>();
        var command = Command(connection, write);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored.Add(PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0)), (reader.GetBoolean(1), reader.GetInt64(2)));
            }
        }

        return stored;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, CandleWrite write)
    {
        var rows = write.Rows.Span;
        var (first, last) = (rows[0].OpenTime, rows[^1].OpenTime);
        if (write.Timeframe.Next(last) - first <= (write.Timeframe.Next(first) - first) * rows.Length * StoredPerRow)
            return CandleCommand.Create(connection, PostgreSqlCandleSql.SelectStates, new CandleRange(write.AssetId, write.Timeframe, first, last));
        var openTimes = new DateTime[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            openTimes[i] = PostgreSqlInstant.From(rows[i].OpenTime);
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.SelectStatesAt, write.AssetId, write.Timeframe);
        command.Parameters.AddWithValue("open_times", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, openTimes);
        return command;
    }
}
