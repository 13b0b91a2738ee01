using System.Data;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>Commands about one series.</summary>
internal static class CandleCommand
{
    public static SqlCommand Create(SqlConnection connection, SqlTransaction? transaction, string sql, Guid assetId, Timeframe timeframe)
    {
#pragma warning disable CA2100 // The constants of SqlServerCandleSql.
        var command = new SqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        command.Parameters.Add("@asset", SqlDbType.UniqueIdentifier).Value = assetId;
        command.Parameters.Add("@timeframe", SqlDbType.NVarChar, 3).Value = timeframe.Code;
        return command;
    }

    /// <summary>A command about a range that begins within the calendar.</summary>
    public static SqlCommand Create(SqlConnection connection, SqlTransaction? transaction, string sql, CandleRange range)
    {
        var command = Create(connection, transaction, sql, range.AssetId, range.Timeframe);
        if (range.To <= CandleInstant.First)
            AddRange(command, CandleInstant.Last, CandleInstant.First); // nothing is as early
        else
            AddRange(command, Math.Max(range.From, CandleInstant.First), Math.Min(range.To - 1, CandleInstant.Last));
        return command;
    }

    /// <summary>Adds a range, both ends inclusive.</summary>
    public static void AddRange(SqlCommand command, long first, long last)
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

    /// <summary>The current row of any query for candles.</summary>
    public static CandleRow Row(SqlDataReader reader) => new(
        CandleInstant.FromStored(reader.GetDateTime(0)),
        reader.GetDecimal(1),
        reader.GetDecimal(2),
        reader.GetDecimal(3),
        reader.GetDecimal(4),
        reader.GetDecimal(5),
        reader.GetBoolean(6),
        reader.GetInt64(7),
        reader.IsDBNull(8) ? null : reader.GetDecimal(8),
        reader.IsDBNull(9) ? null : reader.GetInt64(9));
}
