using System.Data;

using Npgsql;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Reads candles and their coverage as they are at one moment.</summary>
internal static class PostgreSqlSliceReader
{
    /// <summary>Reads in a transaction of its own, whose snapshot both are of.</summary>
    public static async Task<CandleSlice> ReadSnapshotAsync(
        NpgsqlConnection connection, CandleRange range, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
            return await ReadAsync(connection, range, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads in the transaction of the connection.</summary>
    public static async Task<CandleSlice> ReadAsync(NpgsqlConnection connection, CandleRange range, CancellationToken cancellationToken)
    {
        var rows = new List<CandleRow>();
        var command = CandleCommand.Create(connection, PostgreSqlCandleSql.SelectRange, range);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add(PostgreSqlCandleReader.Row(reader));
            }
        }

        return new CandleSlice(
            rows, await PostgreSqlCoverage.ReadAsync(connection, range, int.MaxValue, cancellationToken).ConfigureAwait(false));
    }
}
