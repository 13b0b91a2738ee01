using System.Data;
using System.Data.Common;
using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// One connection to a database that is being looked at or migrated: what every engine does differently when <c>MigrationRunner</c> works.
/// </summary>
/// <remarks>
/// <para>A session works on the connection of its context, so that the host's interceptors have set it up. It leaves that connection as it
/// found it.</para>
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

    /// <summary>Whether one transaction can hold every pending migration, so that all of them are applied or none is.</summary>
    /// <value>False by default: each migration is a transaction. True on SQLite.</value>
    public virtual bool IsWholeBatchAtomic => false;

    /// <summary>The context whose connection the session uses.</summary>
    protected DbContext Context { get; }

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

    /// <summary>Runs one command of a migration.</summary>
    /// <param name="sql">One or more statements.</param>
    /// <param name="cancellationToken">Interrupts the statement where it is.</param>
    /// <exception cref="OperationCanceledException">The statement was interrupted. The transaction has to be rolled back.</exception>
    public abstract Task ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Tells whether EF generated the command for something that the session already sees to, so that it must not run.</summary>
    /// <param name="command">A command of a migration.</param>
    public virtual bool IsCovered(MigrationCommand command) => false;

    /// <summary>Finds the tables that commands make anew and fill from their former selves, because the engine cannot alter them.</summary>
    /// <param name="commands">The texts of the commands of a migration.</param>
    /// <returns>The tables by name; none by default.</returns>
    public virtual IReadOnlyList<string> FindRebuilds(IReadOnlyList<string> commands) => [];

    /// <summary>Checks, inside the transaction, what the engine was told not to check statement by statement.</summary>
    /// <param name="cancellationToken">Interrupts the check.</param>
    /// <returns>One line per kind of violation, with the tables by name and no value of a row; none if the data is consistent.</returns>
    public abstract Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Commits the transaction and lets the lock go, or keeps that until <see cref="DisposeAsync"/> where it belongs to the connection.
    /// </summary>
    /// <param name="cancellationToken">Cancels until the commit begins.</param>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Rolls the transaction back, if there is one, and lets the lock go, or keeps that as <see cref="CommitAsync"/> does. Does not throw
    /// if the engine has rolled back already.
    /// </summary>
    public abstract Task RollbackAsync();

    /// <summary>
    /// Makes the journal table, or adds the columns that an older version of the library did not have. Called inside a transaction.
    /// </summary>
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
    public abstract Task ClearJournalAsync(
        string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken);

    /// <summary>Reads the entries that concern one history table.</summary>
    /// <param name="historyTable">The history table.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The entries in the order in which they were written; none if there is no journal.</returns>
    public abstract Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(string historyTable, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the engine can name the holder of the lock. If true, null from <see cref="ReadLockHolderAsync"/> means that the lock is
    /// free.
    /// </summary>
    /// <value>False by default.</value>
    public virtual bool KnowsLockHolder => false;

    /// <summary>Names the connection that holds the migration lock now. Does not wait.</summary>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>Null if nobody holds it or, as by default, the engine does not tell.</returns>
    public virtual Task<MigrationLockSession?> ReadLockHolderAsync(CancellationToken cancellationToken) =>
        Task.FromResult<MigrationLockSession?>(null);

    /// <summary>Counts rows, inside the transaction if there is one.</summary>
    /// <param name="sql">One SELECT that gives one number, in SQL that every engine understands, with identifiers delimited for this
    /// one.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    public virtual async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        var command = CreateCommand(sql);
        await using (command.ConfigureAwait(false))
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the names of the columns of a table, inside the transaction if there is one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its schema, or null for the engine's default.</param>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    /// <returns>The names; none if there is no such table. By default as INFORMATION_SCHEMA has them.</returns>
    public virtual async Task<IReadOnlyList<string>> ReadColumnsAsync(string table, string? schema, CancellationToken cancellationToken)
    {
        var command = CreateCommand(
            """
            SELECT column_name
            FROM information_schema.columns
            WHERE table_name = @table AND (@schema IS NULL OR table_schema = @schema)
            ORDER BY ordinal_position
            """);
        await using (command.ConfigureAwait(false))
        {
            AddText(command, "@table", table);
            AddText(command, "@schema", schema);
            var names = new List<string>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    names.Add(reader.GetString(0));
            }

            return names;
        }
    }

    /// <summary>The length of a text or binary value, in SQL.</summary>
    /// <param name="column">The delimited column.</param>
    /// <returns><c>LENGTH(column)</c> by default.</returns>
    public virtual string LengthOf(string column) => $"LENGTH({column})";

    /// <summary>Reads the whole schema in a form that can be compared, inside the transaction if there is one: it finds drift.</summary>
    /// <remarks>
    /// The default knows tables and columns only, as INFORMATION_SCHEMA has them. An engine overrides it to add keys, indexes, checks and
    /// triggers, without which a dropped index is not found.
    /// </remarks>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    /// <returns>The lines in any order.</returns>
    public virtual async Task<IReadOnlyList<SchemaLine>> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        var command = CreateCommand(
            """
            SELECT table_schema, table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable
            FROM information_schema.columns
            WHERE table_schema NOT IN ('information_schema', 'pg_catalog', 'sys')
            """);
        await using (command.ConfigureAwait(false))
        {
            var lines = new List<SchemaLine>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var description = Enumerable.Range(2, reader.FieldCount - 2)
                        .Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture));
                    lines.Add(new SchemaLine($"{reader.GetString(0)}.{reader.GetString(1)}", $"column {string.Join(' ', description)}"));
                }
            }

            return lines;
        }
    }

    /// <summary>Looks for damage that only the engine can see: broken pages, invalid indexes, references that point nowhere.</summary>
    /// <param name="cancellationToken">Interrupts the check.</param>
    /// <returns>One line per finding, with no value of a row; none if the database is sound or, as by default, the engine has no such
    /// check.</returns>
    public virtual Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Tells whether a lock that <c>dotnet ef</c> or <c>Database.Migrate</c> keeps as a row has been left behind.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>When it was taken, in the engine's words; null if there is none or, as by default, EF's lock ends with its
    /// connection.</returns>
    public virtual Task<string?> ReadEntityFrameworkLockAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Removes such a lock. Called inside a transaction.</summary>
    /// <param name="cancellationToken">Interrupts the statement.</param>
    public virtual Task ClearEntityFrameworkLockAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes a script of commands that <see cref="IsCovered"/> leaves out complete again.</summary>
    /// <param name="script">The script of a plan.</param>
    /// <returns>The script to hand out; by default the same.</returns>
    public virtual string CompleteScript(string script) => script;

    /// <summary>Describes the database: engine, size, settings, and every table with its number of rows.</summary>
    /// <param name="cancellationToken">Cancels the counting.</param>
    public abstract Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken);

    /// <summary>Rolls back what is not committed and gives the connection back as it was.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// Makes a command on the connection, in the transaction that EF knows of. An engine whose session keeps a transaction of its own
    /// overrides it.
    /// </summary>
    /// <param name="sql">The statement.</param>
    protected virtual DbCommand CreateCommand(string sql)
    {
        var command = Context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The statements of the library, with delimited names.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = Context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private static void AddText(DbCommand command, string name, string? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = DbType.String;
        parameter.Value = (object?)value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
