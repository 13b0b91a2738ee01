using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>
/// Migrates a PostgreSQL database, each migration in a transaction of its own, behind a lock that ends with the connection, so that it
/// cannot go stale.
/// </summary>
/// <remarks>
/// The lock is an advisory one of the session and is held from the first transaction to the last, also while a command runs that refuses to
/// run in one. A pool that hands a connection on between two transactions (PgBouncer in transaction mode) breaks it: migrate over a direct
/// connection.
/// </remarks>
internal sealed class PostgreSqlMigrationSession(DbContext context) : MigrationSession(context)
{
    private readonly NpgsqlConnection _connection = (NpgsqlConnection)context.Database.GetDbConnection();
    private readonly IRelationalConnection _relational = context.GetService<IRelationalConnection>();
    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();
    private NpgsqlTransaction? _transaction;
    private bool _isOpen;
    private bool _isLocked;

    private string HistoryTable
    {
        get
        {
            var options = RelationalOptionsExtension.Extract(Context.GetService<IDbContextOptions>());
            return _sql.DelimitIdentifier(
                options.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName, options.MigrationsHistoryTableSchema);
        }
    }

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return true;
        try
        {
            await _relational.OpenAsync(cancellationToken, errorsExpected: true).ConfigureAwait(false);
            _isOpen = true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }

        return true;
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken).ConfigureAwait(false))
            return;
        try
        {
            await Context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // Another process made it in between.
        }

        await _relational.OpenAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
    }

    public override async Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        if (!await TableExistsAsync(HistoryTable, cancellationToken).ConfigureAwait(false))
            return [];

        // EF's own migrator keeps even readers out, for as long as it works. The statements of one command are one transaction.
        var patience = _transaction is null ? "SELECT set_config('lock_timeout', '500ms', TRUE);" : "";
        var ids = await _connection.TextsAsync($"""{patience} SELECT "MigrationId" FROM {HistoryTable}""", cancellationToken)
            .ConfigureAwait(false);
        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids;
    }

    public override async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        _isLocked = _isLocked || await PostgreSqlMigrationLock.TryTakeAsync(_connection, cancellationToken).ConfigureAwait(false);
        if (!_isLocked)
            return false;
        _transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // A statement that waits for a table would let everyone wait who comes after it.
        await ExecuteAsync("SET LOCAL lock_timeout = '10s'", cancellationToken).ConfigureAwait(false);
        if (!await TableExistsAsync(HistoryTable, cancellationToken).ConfigureAwait(false))
            return true;
        try
        {
            // Keeps out EF's own migrator, which locks the table, and lets readers in.
            await ExecuteAsync($"LOCK TABLE {HistoryTable} IN SHARE ROW EXCLUSIVE MODE NOWAIT", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await RollbackAsync().ConfigureAwait(false);
            return false;
        }
    }

    public override bool KnowsLockHolder => true;

    public override Task<MigrationLockSession?> ReadLockHolderAsync(CancellationToken cancellationToken) =>
        _isOpen
            ? PostgreSqlMigrationLock.ReadOwnerAsync(_connection, HistoryTable, cancellationToken)
            : Task.FromResult<MigrationLockSession?>(null);

    public override Task ExecuteAsync(string sql, CancellationToken cancellationToken) => _connection.ExecuteAsync(sql, cancellationToken);

    // The engine checks each statement.
    public override Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        await ForgetTransactionAsync().ConfigureAwait(false);
    }

    public override async Task RollbackAsync()
    {
        if (_transaction is null)
            return;
        try
        {
            await _transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
        }

        await ForgetTransactionAsync().ConfigureAwait(false);
    }

    public override Task EnsureJournalAsync(CancellationToken cancellationToken) =>
        PostgreSqlMigrationJournal.EnsureAsync(_connection, cancellationToken);

    public override Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) =>
        PostgreSqlMigrationJournal.WriteAsync(_connection, entry, cancellationToken);

    public override Task ClearJournalAsync(
        string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) =>
        PostgreSqlMigrationJournal.ClearAsync(_connection, historyTable, status, runId, cancellationToken);

    public override async Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(
        string historyTable, CancellationToken cancellationToken) =>
        !_isOpen || !await TableExistsAsync(PostgreSqlMigrationJournal.Table, cancellationToken).ConfigureAwait(false)
            ? []
            : await PostgreSqlMigrationJournal.ReadAsync(_connection, historyTable, cancellationToken).ConfigureAwait(false);

    public override async Task<IReadOnlyList<string>> ReadColumnsAsync(string table, string? schema, CancellationToken cancellationToken)
    {
        var command = _connection.Command(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(@table) AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("table", _sql.DelimitIdentifier(table, schema));
            return await command.TextsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<IReadOnlyList<SchemaLine>> ReadSchemaAsync(CancellationToken cancellationToken) =>
        PostgreSqlSchema.ReadAsync(_connection, cancellationToken);

    public override async Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken) =>
        await _connection.TextsAsync(PostgreSqlDamage.Find, cancellationToken).ConfigureAwait(false);

    public override async Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken) =>
        await ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? await PostgreSqlDatabaseInfo.ReadAsync(_connection, cancellationToken).ConfigureAwait(false)
            : PostgreSqlDatabaseInfo.Missing(_connection);

    public override async ValueTask DisposeAsync()
    {
        if (!_isOpen)
            return;
        await RollbackAsync().ConfigureAwait(false);
        if (_isLocked)
            await PostgreSqlMigrationLock.LetGoAsync(_connection).ConfigureAwait(false);
        await _relational.CloseAsync().ConfigureAwait(false);
        (_isLocked, _isOpen) = (false, false);
    }

    private async Task ForgetTransactionAsync()
    {
        await _transaction!.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
    }

    private async Task<bool> TableExistsAsync(string table, CancellationToken cancellationToken)
    {
        var command = _connection.Command("SELECT to_regclass(@table) IS NOT NULL");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("table", table);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
    }

    protected override DbCommand CreateCommand(string sql) => _connection.Command(sql);
}
