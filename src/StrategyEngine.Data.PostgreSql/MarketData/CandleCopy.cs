using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Rows as COPY takes them.</summary>
internal static class CandleCopy
{
    // Asynchronously throughout: where a connection was opened so, blocking writes take half as long again.
    public static async Task WriteAsync(NpgsqlBinaryImporter copy, CandleWrite write, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows.Span[i];
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(write.AssetId, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(write.Timeframe.Code, NpgsqlDbType.Varchar, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(PostgreSqlInstant.From(row.OpenTime), NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Open, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.High, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Low, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Close, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Volume, NpgsqlDbType.Numeric, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Closed, NpgsqlDbType.Boolean, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Revision, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        }
    }
}
