using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>One query on a connection of its own: a snapshot that lives as long as the reader.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SqliteCandleReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _statement;
    private bool _ended;

    private SqliteCandleReader(SqliteConnection connection, SqliteStatement statement)
    {
        _connection = connection;
        _statement = statement;
    }

    /// <summary>Prepares a query whose parameters 1 and 2 are asset and timeframe, and 3 and on are <paramref name="arguments"/>.</summary>
    public static SqliteCandleReader Open(
        string connectionString, string sql, Guid assetId, Timeframe timeframe, params ReadOnlySpan<long> arguments)
    {
        var connection = SqliteCandleConnection.Open(connectionString, SqliteCandleConnection.BusyTimeout(connectionString));
        SqliteStatement? statement = null;
        try
        {
            statement = new SqliteStatement(connection.Handle!, sql);
            statement.BindSeries(assetId, timeframe);
            for (var i = 0; i < arguments.Length; i++)
                statement.Bind(3 + i, arguments[i]);

            return new SqliteCandleReader(connection, statement);
        }
        catch
        {
            statement?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Fills the buffer.</summary>
    /// <returns>The rows read: fewer than the buffer holds only at the end.</returns>
    public int Read(Span<CandleRow> buffer)
    {
        var count = 0;
        while (count < buffer.Length && TryRead(out var row))
            buffer[count++] = row;

        return count;
    }

    public bool TryRead(out CandleRow row)
    {
        // Stepping past the end would start the query again.
        if (_ended || !_statement.Step())
        {
            _ended = true;
            row = default;
            return false;
        }

        row = _statement.GetRow();
        return true;
    }

    public long? ReadInt64() => _statement.Step() ? _statement.GetInt64(0) : null;

    public void Dispose()
    {
        _statement.Dispose();
        _connection.Dispose();
    }
}
