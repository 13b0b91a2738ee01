using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Statements;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>What the parts of session management share. Thread-safe.</summary>
internal sealed class SessionServices(TradingDatabase database, SessionOptions options, ILogger logger)
{
    private static readonly TimeSpan WriteUseTimeout = TimeSpan.FromSeconds(1);

    public TradingDatabase Database => database;

    public SessionOptions Options { get; } = options;

    public ILogger Logger { get; } = logger;

    public SessionKeyStore Keys { get; } = new(database, options, logger);

    public AccessTokens AccessTokens { get; } = new(options.Issuer, options.Audience, options.ClockSkew);

    public SessionCache Cache { get; } = new(options.CacheSize);

    public TimeProvider TimeProvider => database.TimeProvider;

    public DateTimeOffset Now => Instants.Now(database.TimeProvider);

    /// <summary>
    /// The id of an event that is written now: sorts after those given before, whichever manager of this process wrote them.
    /// </summary>
    public Guid NextEventId() => database.EventIds.Next(database.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    public DbContext OpenContext() => OwnContext.Open(database);

    /// <inheritdoc cref="OwnContext.UseOpenAsync"/>
    public Task<T> UseOpenAsync<T>(Func<OpenContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        OwnContext.UseOpenAsync(database, work, cancellationToken);

    /// <summary>
    /// Runs work in a transaction of its own, again from the start where the context's execution strategy retries; rolls back unless the
    /// work commits.
    /// </summary>
    public async Task<T> InTransactionAsync<T>(
        Func<DbContext, IDbContextTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = OpenContext();
        await using (context.ConfigureAwait(false))
        {
            return await InTransactionAsync(context, work, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The same in a context that is open already, which forgets what it tracked.</summary>
    public static Task<T> InTransactionAsync<T>(
        DbContext context, Func<DbContext, IDbContextTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                context.ChangeTracker.Clear();
                context.Database.AutoSavepointsEnabled = false; // what fails undoes the whole transaction
                var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    return await work(context, transaction, token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    /// <summary>
    /// Writes down that something is in use, unless the database is busy for longer than a second: that must not keep a good answer back.
    /// </summary>
    /// <returns>Whether it was written; otherwise the next use writes it.</returns>
    public async Task<bool> TryWriteUseAsync(DbContext context, Func<Task> write)
    {
        var timeout = context.Database.GetCommandTimeout();
        context.Database.SetCommandTimeout(WriteUseTimeout);
        try
        {
            await write().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (database.Provider.Classify(
            exception).Kind is DatabaseErrorKind.Busy or DatabaseErrorKind.ReadOnly or DatabaseErrorKind.NotPermitted)
        {
            return false;
        }
        finally
        {
            context.Database.SetCommandTimeout(timeout);
        }
    }

    public TimeSpan IdleTimeout(bool remembered) => remembered ? Options.RememberedIdleTimeout : Options.IdleTimeout;

    public TimeSpan AbsoluteLifetime(bool remembered) => remembered ? Options.RememberedAbsoluteLifetime : Options.AbsoluteLifetime;
}
