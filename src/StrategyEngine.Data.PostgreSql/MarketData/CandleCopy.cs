using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>A row as COPY takes it.</summary>
internal static class CandleCopy
{
    public static void Write(NpgsqlBinaryImporter copy, Guid assetId, Timeframe timeframe, in CandleRow row)
    {
        copy.StartRow();
        copy.Write(assetId, NpgsqlDbType.Uuid);
        copy.Write(timeframe.Code, NpgsqlDbType.Varchar);
        copy.Write(PostgreSqlInstant.From(row.OpenTime), NpgsqlDbType.TimestampTz);
        copy.Write(row.Open, NpgsqlDbType.Numeric);
        copy.Write(row.High, NpgsqlDbType.Numeric);
        copy.Write(row.Low, NpgsqlDbType.Numeric);
        copy.Write(row.Close, NpgsqlDbType.Numeric);
        copy.Write(row.Volume, NpgsqlDbType.Numeric);
        copy.Write(row.Closed, NpgsqlDbType.Boolean);
        copy.Write(row.Revision, NpgsqlDbType.Bigint);
    }
}
