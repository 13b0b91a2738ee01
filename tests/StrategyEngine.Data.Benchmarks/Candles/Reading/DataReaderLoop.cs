using System.Globalization;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>A loop over the data reader of Microsoft.Data.Sqlite.</summary>
internal sealed class DataReaderLoop : ReadContender
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly bool _parses;

    public DataReaderLoop(CandleRange range, bool parses)
        : base($"SqliteDataReader, {(parses ? "GetString and decimal.Parse" : "GetDecimal")}", range)
    {
        _parses = parses;
        _connection = range.File.Open();
        _command = _connection.CreateCommand();
        _command.CommandText =
            """
            SELECT open_time, open, high, low, close, volume, closed, revision
            FROM market_data
            WHERE asset_id = $asset AND timeframe = $timeframe AND open_time >= $from AND open_time < $to
            ORDER BY open_time
            """;
        _command.Parameters.AddWithValue("$asset", CandleSeries.AssetId.ToByteArray(bigEndian: true));
        _command.Parameters.AddWithValue("$timeframe", CandleSeries.Timeframe.Code);
        _command.Parameters.AddWithValue("$from", range.From.ToUnixTimeMilliseconds());
        _command.Parameters.AddWithValue("$to", range.To.ToUnixTimeMilliseconds());
        _command.Prepare();
    }

    public override Task RunAsync()
    {
        using var reader = _command.ExecuteReader();
        if (_parses)
        {
            while (reader.Read())
            {
                Take(
                    new CandleRow(
                        reader.GetInt64(0), Parse(reader, 1), Parse(reader, 2), Parse(reader, 3), Parse(reader, 4), Parse(reader, 5),
                        reader.GetInt64(6) != 0, reader.GetInt64(7)));
            }
        }
        else
        {
            while (reader.Read())
            {
                Take(
                    new CandleRow(
                        reader.GetInt64(0), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetDecimal(3), reader.GetDecimal(4),
                        reader.GetDecimal(5), reader.GetBoolean(6), reader.GetInt64(7)));
            }
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _command.Dispose();
        _connection.Dispose();
        return base.DisposeAsync();
    }

    private static decimal Parse(SqliteDataReader reader, int column) =>
        decimal.Parse(reader.GetString(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
