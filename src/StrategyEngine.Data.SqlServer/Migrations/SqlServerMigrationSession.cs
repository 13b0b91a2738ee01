using System.Data;
using System.Data.Common;
using System.Globalization;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>
/// Migrates a SQL Server database, each migration in a transaction of its own, under an application lock that ends with the connection.
/// </summary>
/// <remarks>
/// The lock is held from the first transaction until the session is disposed, also while a command runs that refuses to run in a
/// transaction.
/// </remarks>
internal sealed class SqlServerMigrationSession : MigrationSession
{
    // Rebuilding the index of a large table takes its time; waiting for others is limited by the locks.
    private const int CommandTimeoutSeconds = 3600;

    // Two names of 128 characters, each of which may be doubled brackets, and what surrounds them.
    private const int TableNameLength = 520;

    private readonly DbConnection _connection;
    private readonly SqlServerExecutor _executor;
    private readonly SqlServerMigrationLock _lock;
    private bool _exists;
    private bool _isOpen;

    public SqlServerMigrationSession(DbContext context)
        : base(context)
    {
        _connection = context.Database.GetDbConnection();
        _executor = new SqlServerExecutor(_connection, CommandTimeoutSeconds);
        _lock = new SqlServerMigrationLock(_executor);
    }

    private ISqlGenerationHelper Sql => Context.GetService<ISqlGenerationHelper>();

    private IRelationalDatabaseCreator Creator => Context.GetService<IRelationalDatabaseCreator>();

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        _exists = _exists || await Creator.ExistsAsync(cancellationToken).ConfigureAwait(false);

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;

        // If another process makes it at the same moment, the server says so, and the caller tries again.
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            await Creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        await ExecuteAsync(SqlServerMigrationSql.PrepareConnection, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var options = RelationalOptionsExtension.Extract(Context.GetService<IDbContextOptions>());
        var table = Sql.DelimitIdentifier(
            options.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName, options.MigrationsHistoryTableSchema);
        if (!await TableExistsAsync(table, cancellationToken).ConfigureAwait(false))
            return [];
        var ids = await _executor.ReadAsync(SqlServerMigrationSql.ReadHistory(table), reader => reader.GetString(0), cancellationToken)
            .ConfigureAwait(false);
        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids;
    }

    public override async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        if (!await _lock.TryTakeAsync(cancellationToken).ConfigureAwait(false))
            return false;
        _executor.Transaction = await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    public override Task<MigrationLockSession?> ReadLockHolderAsync(CancellationToken cancellationToken) =>
        _isOpen ? _lock.ReadHolderAsync(cancellationToken) : Task.FromResult<MigrationLockSession?>(null);

    public override Task ExecuteAsync(string sql, CancellationToken cancellationToken) => _executor.ExecuteAsync(sql, cancellationToken);

    // Constraints are enforced all the time.
    public override Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _executor.Transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        await ForgetTransactionAsync().ConfigureAwait(false);
    }

    public override async Task RollbackAsync()
    {
        // The server has rolled back by itself after most errors, and the driver then has no transaction any more.
        if (_executor.Transaction?.Connection is not null)
        {
            try
            {
                await _executor.Transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SqlException or InvalidOperationException)
            {
                // The connection is lost, and transaction and lock with it.
                _lock.Abandon(_connection);
                await _connection.CloseAsync().ConfigureAwait(false);
            }
        }

        await ForgetTransactionAsync().ConfigureAwait(false);
    }

    public override async Task EnsureJournalAsync(CancellationToken cancellationToken)
    {
        // The history table too, which then is there and committed before a migration runs: who looks at the database does not wait for it.
        await ExecuteAsync(Context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(SqlServerMigrationSql.EnsureJournal, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(SqlServerMigrationSql.EnsureJournalColumns, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) =>
        _executor.ExecuteAsync(
            SqlServerMigrationSql.InsertJournal, cancellationToken, command => SqlServerMigrationJournal.BindEntry(command, entry));

    public override Task ClearJournalAsync(
        string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) =>
        _executor.ExecuteAsync(
            SqlServerMigrationSql.ClearJournal,
            cancellationToken,
            command => SqlServerMigrationJournal.BindClear(command, historyTable, status, runId));

    public override async Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(
        string historyTable, CancellationToken cancellationToken) =>
        !_isOpen || !await TableExistsAsync(SqlServerMigrationJournal.Table, cancellationToken).ConfigureAwait(false)
            ? []
            : await _executor.ReadAllAsync(
                SqlServerMigrationSql.ReadJournal,
                SqlServerMigrationJournal.ReadAsync,
                cancellationToken,
                command => SqlServerMigrationJournal.BindRead(command, historyTable)).ConfigureAwait(false);

    // COUNT(*) is an int here, which a table of candles may exceed.
    public override async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var count = await _executor.ScalarAsync(sql.Replace("COUNT(*)", "COUNT_BIG(*)", StringComparison.Ordinal), cancellationToken)
            .ConfigureAwait(false);
        return Convert.ToInt64(count, CultureInfo.InvariantCulture);
    }

    // A name without a schema means what it means in a statement: the table in the login's default schema, or else in dbo.
    public override async Task<IReadOnlyList<string>> ReadColumnsAsync(string table, string? schema, CancellationToken cancellationToken) =>
        await _executor.ReadAsync(
            SqlServerMigrationSql.ReadColumns,
            reader => reader.GetString(0),
            cancellationToken,
            command => AddTable(command, Sql.DelimitIdentifier(table, schema))).ConfigureAwait(false);

    // LEN does not count trailing blanks, and DATALENGTH counts bytes, of which nvarchar has two for a character.
    public override string LengthOf(string column) =>
        $"DATALENGTH({column}) / CASE DATALENGTH(SUBSTRING({column}, 1, 1)) WHEN 1 THEN 1 ELSE 2 END";

    public override Task<IReadOnlyList<SchemaLine>> ReadSchemaAsync(CancellationToken cancellationToken) =>
        SqlServerSchema.ReadAsync(_executor, cancellationToken);

    public override async Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken) =>
        await SqlServerDamage.FindAsync(_executor, Context, cancellationToken).ConfigureAwait(false);

    public override async Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            return SqlServerDatabaseInfo.Missing(_connection.Database);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await SqlServerDatabaseInfo.ReadAsync(_executor, Sql.DelimitIdentifier, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isOpen)
            return;

        // The pool resets what was SET, when it hands the connection out again.
        await RollbackAsync().ConfigureAwait(false);
        await _lock.LetGoAsync(_connection).ConfigureAwait(false);
        await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
        _isOpen = false;
    }

    protected override DbCommand CreateCommand(string sql) => _executor.CreateCommand(sql);

    private static void AddTable(DbCommand command, string table) =>
        command.Parameters.Add(new SqlParameter("@table", SqlDbType.NVarChar, TableNameLength) { Value = table });

    private async Task ForgetTransactionAsync()
    {
        if (_executor.Transaction is not null)
            await _executor.Transaction.DisposeAsync().ConfigureAwait(false);
        _executor.Transaction = null;
    }

    private async Task<bool> TableExistsAsync(string table, CancellationToken cancellationToken) =>
        await _executor.ScalarAsync(SqlServerMigrationSql.TableExists, cancellationToken, command => AddTable(command, table))
            .ConfigureAwait(false) is 1;
}
