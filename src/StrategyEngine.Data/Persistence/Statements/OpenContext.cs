using System.Data;
using System.Data.Common;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>A context with its connection open, and the commands that were run on it. For one caller at a time.</summary>
/// <param name="context">The context, which is disposed of with this.</param>
/// <param name="provider">The engine.</param>
/// <param name="timeProvider">The clock that tells its age.</param>
internal sealed class OpenContext(DbContext context, TradingProvider provider, TimeProvider timeProvider) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Dictionary<object, DbCommand> _commands = [];
    private readonly DbConnection _connection = context.Database.GetDbConnection();
    private readonly TransactionStatements? _transactions = provider.Transactions;
    private readonly long _created = timeProvider.GetTimestamp();
    private readonly RingModels? _models = RingModels.Of(context);
    private readonly bool _retries = context.Database.CreateExecutionStrategy().RetriesOnFailure;
    private DbTransaction? _transaction;
    private bool _isInTransaction;
    private bool _isEnlisted;
    private bool _isUsed;

    /// <summary>The context, in the transaction that was begun here, if any.</summary>
    public DbContext Context
    {
        get
        {
            if (_isInTransaction && !_isEnlisted)
            {
                // What fails undoes the whole transaction, of which this is a part.
                context.Database.AutoSavepointsEnabled = false;
                context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
                if (_transaction is not null)
                    context.Database.UseTransaction(_transaction);
                _isEnlisted = true;
            }

            _isUsed = true;
            return context;
        }
    }

    /// <summary>The open connection.</summary>
    public DbConnection Connection => _connection;

    /// <summary>The driver's transaction that was begun here; null if there is none, or if it was begun by a statement.</summary>
    public DbTransaction? Transaction => _transaction;

    /// <summary>Whether it may be used again: a file that was replaced, or a pool that was cleared, is noticed soon after.</summary>
    public bool IsYoung => timeProvider.GetElapsedTime(_created) < MaxAge;

    /// <summary>The words of a statement for the context's model.</summary>
    public WrittenStatement Write(ModelStatement statement) => statement.In(context);

    /// <summary>Runs work in a transaction that is committed if the work says so, and else rolled back.</summary>
    public async Task<T> InTransactionAsync<T>(
        Func<CancellationToken, Task<(bool Commits, T Result)>> work, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        var isCommitted = false;
        try
        {
            var (commits, result) = await work(cancellationToken).ConfigureAwait(false);
            if (commits)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await CommitAsync().ConfigureAwait(false);
                isCommitted = true;
            }

            return result;
        }
        finally
        {
            await EndAsync(isCommitted).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The statement with its values, within the transaction. The command stays compiled for the next time and is not the caller's to
    /// dispose.
    /// </summary>
    public DbCommand Bind(ModelStatement statement, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var written = Write(statement);
        var command = Command(statement, written.Sql);
        command.Parameters.Clear();
        foreach (var (name, value) in values)
            command.Parameters.Add(written.CreateParameter(command, name, value));
        command.Transaction = _transaction;
        return command;
    }

    /// <summary>Opens the connection unless it is open, and forgets what the context tracked.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isUsed)
            context.ChangeTracker.Clear();
        _isUsed = false;
        return _connection.State == ConnectionState.Open ? Task.CompletedTask : context.Database.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Runs work again from the start where the context's execution strategy retries.</summary>
    public Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _retries ? context.Database.CreateExecutionStrategy().ExecuteAsync(work, cancellationToken) : work(cancellationToken);

    /// <summary>Holds the keys of the context until the result is disposed of: its commands pass Entity Framework by.</summary>
    /// <exception cref="ObjectDisposedException">The key ring is disposed.</exception>
    public RingUse Use() => new(_models);

    /// <summary>Tells the engine what went wrong here.</summary>
    public void Abandon(Exception failure) => provider.Abandon(_connection, failure);

    /// <summary>The exception that says to migrate, if a table is missing.</summary>
    public TradingDataException? Name(Exception failure) => SchemaFailure.Of(provider, failure);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        context.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
            await command.DisposeAsync().ConfigureAwait(false);
        await context.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_transactions is null)
            _transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        else
            await Command(_transactions.Begin, _transactions.Begin).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _isInTransaction = true;
    }

    // A commit that has begun is not cancelled: nobody could tell what became of it.
    private Task CommitAsync() => _transactions is null
        ? _transaction!.CommitAsync(CancellationToken.None)
        : Command(_transactions.Commit, _transactions.Commit).ExecuteNonQueryAsync(CancellationToken.None);

    private async ValueTask EndAsync(bool isCommitted)
    {
        _isInTransaction = false;
        if (_transactions is not null && !isCommitted)
        {
            try
            {
                await Command(_transactions.Rollback, _transactions.Rollback).ExecuteNonQueryAsync(CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (DbException)
            {
                // The engine has rolled back already, as after a full disk.
            }
        }

        var wasEnlisted = _isEnlisted;
        _isEnlisted = false;
        if (wasEnlisted)
            context.Database.AutoTransactionBehavior = AutoTransactionBehavior.WhenNeeded;
        if (_transaction is null)
            return;
        if (wasEnlisted)
            await context.Database.UseTransactionAsync(null, CancellationToken.None).ConfigureAwait(false);
        await _transaction.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
    }

    private DbCommand Command(object key, string sql)
    {
        if (_commands.TryGetValue(key, out var known))
            return known;
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        if (context.Database.GetCommandTimeout() is { } seconds)
            command.CommandTimeout = seconds;
        _commands.Add(key, command);
        return command;
    }
}
