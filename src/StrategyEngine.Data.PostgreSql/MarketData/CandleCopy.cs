using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Streams a batch into the temporary table of a connection, in the binary form of COPY.</summary>
internal static class CandleCopy
{
    public static async Task WriteAsync(NpgsqlConnection connection, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var importer = await connection.BeginBinaryImportAsync(PostgreSqlCandleSql.CopyBatch, cancellationToken).ConfigureAwait(false);
        await using (importer.ConfigureAwait(false))
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows.Span[i];
                await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(PostgreSqlInstant.From(row.OpenTime), NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Open, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.High, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Low, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Close, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Volume, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Closed, NpgsqlDbType.Boolean, cancellationToken).ConfigureAwait(false);
                await importer.WriteAsync(row.Revision, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            }

            await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
