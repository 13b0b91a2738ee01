using System.Data;
using System.Globalization;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>Migrates a SQL Server database, each migration in a transaction of its own, under an application lock that ends with the connection.</summary>
internal sealed class SqlServerMigrationSession(DbContext context) : MigrationSession(context)
{
    // Rebuilding the index of a large table takes its time; waiting for others is limited by the locks.
    private const int CommandTimeoutSeconds = 3600;

    private readonly SqlConnection _connection = (SqlConnection)context.Database.GetDbConnection();
    private SqlTransaction? _transaction;
    private bool _exists;
    private bool _isOpen;
    private bool _isLocked;

    public override bool IsWholeBatchAtomic => false;

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        _exists = _exists || await Context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false);

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;

        // If another process makes it at the same moment, the server says so, and the caller tries again.
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            await Context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken).ConfigureAwait(false);
        await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        await ExecuteAsync(SqlServerMigrationSql.PrepareConnection, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var options = RelationalOptionsExtension.Extract(Context.GetService<IDbContextOptions>());
        var table = Context.GetService<ISqlGenerationHelper>()
            .DelimitIdentifier(options.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName, options.MigrationsHistoryTableSchema);
        if (!await TableExistsAsync(table, cancellationToken).ConfigureAwait(false))
            return [];
        var ids = await RunAsync(
            SqlServerMigrationSql.ReadHistory(table),
            async (command, token) =>
            {
                var read = new List<string>();
                var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(token).ConfigureAwait(false))
                        read.Add(reader.GetString(0));
                }

                return read;
            },
            cancellationToken).ConfigureAwait(false);
        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids;
    }

    public override async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        if (!_isLocked)
        {
            var result = await ScalarAsync(SqlServerMigrationSql.TryLock, cancellationToken).ConfigureAwait(false);
            if (result < 0)
                return false;
            _isLocked = true;
        }

        _transaction = (SqlTransaction)await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(SqlServerMigrationSql.PrepareTransaction, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override Task ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        RunAsync(sql, (command, token) => command.ExecuteNonQueryAsync(token), cancellationToken);

    // Constraints are enforced all the time.
    public override Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    public override async Task RollbackAsync()
    {
        // The server has rolled back by itself after most errors, and the driver then has no transaction any more.
        if (_transaction?.Connection is not null)
        {
            try
            {
                await _transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SqlException or InvalidOperationException)
            {
                // The connection is lost, and the transaction with it.
                await _connection.CloseAsync().ConfigureAwait(false);
            }
        }

        await EndAsync().ConfigureAwait(false);
    }

    public override async Task EnsureJournalAsync(CancellationToken cancellationToken)
    {
        // The history table too, which then is there and committed before a migration runs: who looks at the database does not wait for it.
        await ExecuteAsync(Context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken).ConfigureAwait(false);
        foreach (var statement in SqlServerMigrationJournal.Ensure())
            await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) => RunAsync(
        SqlServerMigrationSql.InsertJournal,
        (command, token) =>
        {
            SqlServerMigrationJournal.BindEntry(command, entry);
            return command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    public override Task ClearJournalAsync(string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) => RunAsync(
        SqlServerMigrationSql.ClearJournal,
        (command, token) =>
        {
            SqlServerMigrationJournal.BindClear(command, historyTable, status, runId);
            return command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    public override async Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(string historyTable, CancellationToken cancellationToken)
    {
        if (!_isOpen || !await TableExistsAsync(SqlServerMigrationJournal.Table, cancellationToken).ConfigureAwait(false))
            return [];
        return await RunAsync(
            SqlServerMigrationSql.ReadJournal,
            async (command, token) =>
            {
                command.Parameters.Add("@history_table", SqlDbType.NVarChar, 260).Value = historyTable;
                var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    return await SqlServerMigrationJournal.ReadAsync(reader, historyTable, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override async Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            return SqlServerDatabaseInfo.Missing(_connection);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await SqlServerDatabaseInfo.ReadAsync(_connection, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isOpen)
            return;

        // The pool resets what was SET, when it hands the connection out again.
        await RollbackAsync().ConfigureAwait(false);
        await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
        _isOpen = false;
    }

    private async Task EndAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
        if (_isLocked && _connection.State == ConnectionState.Open)
            await ExecuteAsync($"{SqlServerMigrationSql.Unlock}; {SqlServerMigrationSql.PrepareConnection}", CancellationToken.None).ConfigureAwait(false);
        _isLocked = false;
    }

    private async Task<bool> TableExistsAsync(string table, CancellationToken cancellationToken) =>
        await RunAsync(
            SqlServerMigrationSql.TableExists,
            async (command, token) =>
            {
                command.Parameters.Add("@table", SqlDbType.NVarChar, 300).Value = table;
                return (int)(await command.ExecuteScalarAsync(token).ConfigureAwait(false))! == 1;
            },
            cancellationToken).ConfigureAwait(false);

    private Task<int> ScalarAsync(string sql, CancellationToken cancellationToken) => RunAsync(
        sql,
        async (command, token) => Convert.ToInt32(await command.ExecuteScalarAsync(token).ConfigureAwait(false), CultureInfo.InvariantCulture),
        cancellationToken);

    private async Task<T> RunAsync<T>(string sql, Func<SqlCommand, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable CA2100 // The statements of compiled migrations, and of SqlServerMigrationSql.
        var command = new SqlCommand(sql, _connection, _transaction) { CommandTimeout = CommandTimeoutSeconds };
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            try
            {
                return await work(command, cancellationToken).ConfigureAwait(false);
            }
            catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
            {
                // SqlClient sends an attention, on which the server ends the statement and rolls back, and tells it as an error of its own.
                throw new OperationCanceledException("The migration was cancelled.", exception, cancellationToken);
            }
        }
    }
}
