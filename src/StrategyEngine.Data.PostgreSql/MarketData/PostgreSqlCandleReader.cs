using Npgsql;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>
/// One query on a connection of its own: a snapshot that lives as long as the reader, of which the server sends as fast as it is read.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PostgreSqlCandleReader : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _reader;
    private bool _hasEnded;

    private PostgreSqlCandleReader(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader reader)
    {
        _connection = connection;
        _command = command;
        _reader = reader;
    }

    public static async Task<PostgreSqlCandleReader> OpenAsync(
        string connectionString, Action<NpgsqlCommand> describe, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        NpgsqlCommand? command = null;
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            command = connection.CreateCommand();
            describe(command);
            return new PostgreSqlCandleReader(
                connection, command, await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            if (command is not null)
                await command.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            if (exception is NpgsqlException failure)
                throw PostgreSqlCandleErrors.Create(failure);
            throw;
        }
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                return true;
        }
        catch (NpgsqlException exception)
        {
            _hasEnded = true;
            throw PostgreSqlCandleErrors.Create(exception);
        }

        _hasEnded = true;
        return false;
    }

    public CandleRow Current => Row(_reader);

    public long Int64 => _reader.GetInt64(0);

    /// <summary>The current row of any query for candles.</summary>
    public static CandleRow Row(NpgsqlDataReader reader)
    {
        try
        {
            return new CandleRow(
                PostgreSqlInstant.ToMilliseconds(reader.GetDateTime(0)),
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
        catch (Exception exception) when (exception is InvalidCastException or OverflowException)
        {
            throw CandleTableException.UnreadableAmount(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Whoever stops early would otherwise wait for the rest of the rows.
            if (!_hasEnded)
                _command.Cancel();
            await _reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // The cancellation has arrived.
        }

        await _command.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
