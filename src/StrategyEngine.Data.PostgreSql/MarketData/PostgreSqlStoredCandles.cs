using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>What is stored where a batch goes: the states of its candles and its blocks of coverage.</summary>
internal sealed class PostgreSqlStoredCandles
{
    private const int StoredPerRow = 8;

    private readonly Dictionary<long, (bool Closed, long Revision)> _states = [];
    private readonly Dictionary<long, byte[]> _blocks = [];

    private PostgreSqlStoredCandles()
    {
    }

    /// <summary>
    /// Waits for the turn of this transaction among the writers of the series and reads, in one exchange with the server.
    /// </summary>
    public static async Task<PostgreSqlStoredCandles> LockAndReadAsync(
        NpgsqlConnection connection, CandleWrite write, bool isAlone, CancellationToken cancellationToken)
    {
        var stored = new PostgreSqlStoredCandles();
        var command = Command(connection, write, isAlone);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored._states.Add(PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0)), (reader.GetBoolean(1), reader.GetInt64(2)));
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored._blocks.Add(PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0)), reader.GetFieldValue<byte[]>(1));
            }
        }

        return stored;
    }

    /// <summary>Tells which rows are new and which replace an older state, and sets <see cref="CandleWrite.Changed"/>.</summary>
    /// <returns>The rows to insert and the rows to update, each in ascending order.</returns>
    public (ReadOnlyMemory<CandleRow> New, ReadOnlyMemory<CandleRow> Newer) Compare(CandleWrite write)
    {
        write.Changed.Fill(true);
        if (_states.Count == 0)
            return (write.Rows, default);
        var rows = write.Rows.Span;
        var (added, replaced) = (new List<CandleRow>(), new List<CandleRow>());
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (!_states.TryGetValue(row.OpenTime, out var state))
                added.Add(row);
            else if (row.Supersedes(state.Closed, state.Revision))
                replaced.Add(row);
            else
                write.Changed[i] = false;
        }

        return (added.ToArray(), replaced.ToArray());
    }

    /// <summary>Makes the blocks of coverage that record the changed rows.</summary>
    public CoverageBlocks Cover(CandleWrite write)
    {
        var blocks = write.GetBlocks();
        var (starts, slots) = (new DateTime[blocks.Count], new byte[blocks.Count][]);
        for (var i = 0; i < starts.Length; i++)
            (starts[i], slots[i]) = (PostgreSqlInstant.From(blocks[i]), write.Cover(i, _blocks.GetValueOrDefault(blocks[i])));
        return new CoverageBlocks(starts, slots);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, CandleWrite write, bool isAlone)
    {
        var rows = write.Rows.Span;
        var (first, last) = (rows[0].OpenTime, rows[^1].OpenTime);
        var isDense = write.Timeframe.Next(last) - first <= (write.Timeframe.Next(first) - first) * rows.Length * StoredPerRow;
        var states = isDense ? PostgreSqlCandleSql.SelectStates : PostgreSqlCandleSql.SelectStatesAt;
        var sql =
            $"{PostgreSqlCandleSql.Lock}; {(isAlone ? $"{PostgreSqlCandleSql.WaitBriefly}; " : "")}{states}; "
            + $"{PostgreSqlCandleSql.SelectBlocks}";
        var command = isDense
            ? CandleCommand.Create(connection, sql, new CandleRange(write.AssetId, write.Timeframe, first, last))
            : CandleCommand.Create(connection, sql, write.AssetId, write.Timeframe);
        CandleCommand.AddLock(command, write.AssetId, write.Timeframe);
        if (!isDense)
            command.Parameters.AddWithValue("open_times", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, OpenTimes(rows));

        // Which rows will change is not known yet: these are the blocks of all.
        write.Changed.Fill(true);
        command.Parameters.AddWithValue(
            "blocks", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, write.GetBlocks().Select(PostgreSqlInstant.From).ToArray());
        return command;
    }

    private static DateTime[] OpenTimes(ReadOnlySpan<CandleRow> rows)
    {
        var openTimes = new DateTime[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            openTimes[i] = PostgreSqlInstant.From(rows[i].OpenTime);
        return openTimes;
    }
}
