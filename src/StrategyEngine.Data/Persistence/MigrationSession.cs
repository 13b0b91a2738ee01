using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.Persistence;

/// <summary>One connection to a database that is being looked at or migrated: what every engine does differently when <c>MigrationRunner</c> works.</summary>
/// <remarks>
/// <para>A session works on the connection of its context, so that the host's interceptors have set it up. It leaves that connection as it found it.</para>
/// <para>Not thread-safe. The order of calls is <see cref="ExistsAsync"/> or <see cref="OpenAsync"/>, then reads, then
/// <see cref="TryBeginAsync"/>, then statements, then <see cref="CommitAsync"/> or <see cref="RollbackAsync"/>, as often as needed.</para>
/// <para>Errors of the engine are thrown as they are; the caller classifies them with <see cref="TradingProvider.Classify"/>.</para>
/// </remarks>
public abstract class MigrationSession : IAsyncDisposable
{
    /// <summary>Creates a session; nothing is opened.</summary>
    /// <param name="context">A context of the database, which the caller disposes after the session.</param>
    protected MigrationSession(DbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <summary>The context whose connection the session uses.</summary>
    protected DbContext Context { get; }

    /// <summary>Whether all migrations of a run are one transaction. <value>True; false on an engine where each migration is one of its own.</value></summary>
    public virtual bool IsWholeBatchAtomic => true;

    /// <summary>Tells whether there is a database, without making one.</summary>
    /// <param name="cancellationToken">Cancels the look.</param>
    public abstract Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>Connects, and makes an empty database if there is none.</summary>
    /// <param name="cancellationToken">Cancels the connecting.</param>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Reads the ids of the applied migrations from EF's history table.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The ids in ascending order; none if the table is not there.</returns>
    public abstract Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken);

    /// <summary>Tries once to take the migration lock and to begin a transaction, and does not wait for either.</summary>
    /// <remarks>The lock must be the engine's own, so that it ends with the process that holds it and cannot go stale.</remarks>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>False if another connection holds the lock.</returns>
    public abstract Task<bool> TryBeginAsync(CancellationToken cancellationToken);

    /// <summary>Asks the engine who holds the migration lock. Waits for nothing.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Null if nobody does, or if the engine does not tell.</returns>
    public virtual Task<MigrationLockOwner?> ReadLockOwnerAsync(CancellationToken cancellationToken) => Task.FromResult<MigrationLockOwner?>(null);

    /// <summary>Runs one command of a migration.</summary>
    /// <param name="sql">One or more statements.</param>
    /// <param name="cancellationToken">Interrupts the statement where it is.</param>
    /// <exception cref="OperationCanceledException">The statement was interrupted. The transaction has to be rolled back.</exception>
    public abstract Task ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Tells whether EF generated the command for something that the session already sees to, so that it must not run.</summary>
    /// <param name="command">A command of a migration.</param>
    public virtual bool IsCovered(MigrationCommand command) => false;

    /// <summary>Checks, inside the transaction, what the engine was told not to check statement by statement.</summary>
    /// <param name="cancellationToken">Interrupts the check.</param>
    /// <returns>One line per kind of violation, with the tables by name and no value of a row; none if the data is consistent.</returns>
    public abstract Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken);

    /// <summary>Commits the transaction and lets the lock go, or keeps that until <see cref="DisposeAsync"/> where it belongs to the connection.</summary>
    /// <param name="cancellationToken">Cancels until the commit begins.</param>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Rolls the transaction back, if there is one, and lets the lock go, or keeps that as <see cref="CommitAsync"/> does. Does not throw if the engine has rolled back already.</summary>
    public abstract Task RollbackAsync();

    /// <summary>Makes the journal table, or adds the columns that an older version of the library did not have. Called inside a transaction.</summary>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    public abstract Task EnsureJournalAsync(CancellationToken cancellationToken);

    /// <summary>Adds an entry to the journal. Called inside a transaction.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    public abstract Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes the entries of one status that concern one history table. Called inside a transaction.</summary>
    /// <param name="historyTable">The history table.</param>
    /// <param name="status">The status.</param>
    /// <param name="runId">Only the entries of this run, or null for those of every run.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    public abstract Task ClearJournalAsync(string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken);

    /// <summary>Reads the entries that concern one history table.</summary>
    /// <param name="historyTable">The history table.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The entries in the order in which they were written; none if there is no journal.</returns>
    public abstract Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(string historyTable, CancellationToken cancellationToken);

    /// <summary>Describes the database: engine, size, settings, and every table with its number of rows.</summary>
    /// <param name="cancellationToken">Cancels the counting.</param>
    public abstract Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken);

    /// <summary>Rolls back what is not committed and gives the connection back as it was.</summary>
    public abstract ValueTask DisposeAsync();
}
