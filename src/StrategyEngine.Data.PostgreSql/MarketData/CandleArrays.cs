using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>A batch as one array for each column.</summary>
internal static class CandleArrays
{
    public static void Add(NpgsqlParameterCollection parameters, ReadOnlySpan<CandleRow> rows)
    {
        var (openTimes, closeds, revisions) = (new DateTime[rows.Length], new bool[rows.Length], new long[rows.Length]);
        var (opens, highs, lows, closes, volumes) =
            (new decimal[rows.Length], new decimal[rows.Length], new decimal[rows.Length], new decimal[rows.Length],
                new decimal[rows.Length]);
        var (quoteVolumes, tradeCounts) = (new decimal?[rows.Length], new long?[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            openTimes[i] = PostgreSqlInstant.From(row.OpenTime);
            (opens[i], highs[i], lows[i], closes[i], volumes[i]) = (row.Open, row.High, row.Low, row.Close, row.Volume);
            (closeds[i], revisions[i]) = (row.Closed, row.Revision);
            (quoteVolumes[i], tradeCounts[i]) = (row.QuoteVolume, row.TradeCount);
        }

        parameters.AddWithValue("open_times", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, openTimes);
        parameters.AddWithValue("opens", NpgsqlDbType.Array | NpgsqlDbType.Numeric, opens);
        parameters.AddWithValue("highs", NpgsqlDbType.Array | NpgsqlDbType.Numeric, highs);
        parameters.AddWithValue("lows", NpgsqlDbType.Array | NpgsqlDbType.Numeric, lows);
        parameters.AddWithValue("closes", NpgsqlDbType.Array | NpgsqlDbType.Numeric, closes);
        parameters.AddWithValue("volumes", NpgsqlDbType.Array | NpgsqlDbType.Numeric, volumes);
        parameters.AddWithValue("closeds", NpgsqlDbType.Array | NpgsqlDbType.Boolean, closeds);
        parameters.AddWithValue("revisions", NpgsqlDbType.Array | NpgsqlDbType.Bigint, revisions);
        parameters.AddWithValue("quote_volumes", NpgsqlDbType.Array | NpgsqlDbType.Numeric, quoteVolumes);
        parameters.AddWithValue("trade_counts", NpgsqlDbType.Array | NpgsqlDbType.Bigint, tradeCounts);
    }
}
