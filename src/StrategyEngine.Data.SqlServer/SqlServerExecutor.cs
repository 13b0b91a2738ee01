using System.Data.Common;

using Microsoft.Data.SqlClient;

namespace StrategyEngine.Data.SqlServer;

/// <summary>Runs statements on one connection, in its transaction if there is one.</summary>
/// <param name="connection">The connection, which the caller opens.</param>
/// <param name="timeoutSeconds">How long a statement may take; 0 for as long as it needs.</param>
internal sealed class SqlServerExecutor(DbConnection connection, int timeoutSeconds)
{
    /// <summary>The transaction that the statements take part in.</summary>
    public DbTransaction? Transaction { get; set; }

    public DbCommand CreateCommand(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of compiled migrations, and of the classes that end in Sql.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = timeoutSeconds;
        command.Transaction = Transaction;
        return command;
    }

    /// <summary>Runs what gives no rows.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="cancellationToken">Interrupts them.</param>
    /// <param name="bind">Adds the parameters.</param>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken, Action<DbCommand>? bind = null) =>
        RunAsync(sql, bind, (command, token) => command.ExecuteNonQueryAsync(token), cancellationToken);

    /// <summary>Reads one value.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="cancellationToken">Interrupts them.</param>
    /// <param name="bind">Adds the parameters.</param>
    public Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken, Action<DbCommand>? bind = null) =>
        RunAsync(sql, bind, (command, token) => command.ExecuteScalarAsync(token), cancellationToken);

    /// <summary>Reads rows one by one.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="row">Makes something of the row the reader stands on.</param>
    /// <param name="cancellationToken">Interrupts them.</param>
    /// <param name="bind">Adds the parameters.</param>
    public Task<List<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, Action<DbCommand>? bind = null) => ReadAllAsync(
        sql,
        async (reader, token) =>
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(token).ConfigureAwait(false))
                rows.Add(row(reader));
            return rows;
        },
        cancellationToken,
        bind);

    /// <summary>Reads rows as a whole.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="read">Reads to the end.</param>
    /// <param name="cancellationToken">Interrupts them.</param>
    /// <param name="bind">Adds the parameters.</param>
    public Task<T> ReadAllAsync<T>(
        string sql,
        Func<DbDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        Action<DbCommand>? bind = null) => RunAsync(
        sql,
        bind,
        async (command, token) =>
        {
            var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                return await read(reader, token).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(
        string sql, Action<DbCommand>? bind, Func<DbCommand, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            bind?.Invoke(command);
            try
            {
                return await work(command, cancellationToken).ConfigureAwait(false);
            }
            catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
            {
                // SqlClient sends an attention, on which the server ends the statement and rolls back, and tells it as an error of its own.
                throw new OperationCanceledException("The statement was cancelled.", exception, cancellationToken);
            }
        }
    }
}
