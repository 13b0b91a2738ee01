using System.Buffers.Binary;
using System.IO.Hashing;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Commands about one series.</summary>
internal static class CandleCommand
{
    public static NpgsqlCommand Create(NpgsqlConnection connection, string sql, Guid assetId, Timeframe timeframe)
    {
        var command = connection.CreateCommand();
        Describe(command, sql, assetId, timeframe);
        return command;
    }

    public static NpgsqlCommand Create(NpgsqlConnection connection, string sql, CandleRange range)
    {
        var command = connection.CreateCommand();
        Describe(command, sql, range);
        return command;
    }

    public static void Describe(NpgsqlCommand command, string sql, CandleRange range)
    {
        Describe(command, sql, range.AssetId, range.Timeframe);
        command.Parameters.AddWithValue("from", NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(range.From));
        command.Parameters.AddWithValue("to", NpgsqlDbType.TimestampTz, PostgreSqlInstant.From(range.To));
    }

    public static void Describe(NpgsqlCommand command, string sql, Guid assetId, Timeframe timeframe)
    {
#pragma warning disable CA2100 // The constants of PostgreSqlCandleSql.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("asset_id", NpgsqlDbType.Uuid, assetId);
        command.Parameters.AddWithValue("timeframe", NpgsqlDbType.Varchar, timeframe.Code);
    }

    /// <summary>Adds what <see cref="PostgreSqlCandleSql.Lock"/> locks.</summary>
    public static void AddLock(NpgsqlCommand command, Guid assetId, Timeframe timeframe)
    {
        Span<byte> series = stackalloc byte[24];
        series.Clear();
        assetId.TryWriteBytes(series, bigEndian: true, out _);
        for (var i = 0; i < timeframe.Code.Length; i++)
            series[16 + i] = (byte)timeframe.Code[i];
        BinaryPrimitives.WriteUInt32LittleEndian(series[20..], 0x43414E44); // not the lock of anything else that hashes the same
        command.Parameters.AddWithValue("series", NpgsqlDbType.Bigint, (long)XxHash3.HashToUInt64(series));
    }
}
