using System.Globalization;
using System.Text.RegularExpressions;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>
/// Migrates a SQLite file in one write transaction, which is also the lock: it ends with the process, so it cannot go stale.
/// </summary>
internal sealed partial class SqliteMigrationSession(DbContext context) : MigrationSession(context)
{
    // Made and filled by EF's own executor; the row stays behind when its process is killed.
    private const string EntityFrameworkLock = "__EFMigrationsLock";

    private readonly SqliteConnection _connection = (SqliteConnection)context.Database.GetDbConnection();
    private int? _ownTimeout;
    private bool? _enforcedForeignKeys;
    private bool _isOpen;

    public override bool IsWholeBatchAtomic => true;

    public override Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        _isOpen ? Task.FromResult(true) : SqliteFile.Of(_connection) is { } file
            ? Task.FromResult(File.Exists(file))
            : Context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken);

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;

        // Whoever opens a file first turns WAL on, for which SQLite needs the file alone. The caller polls, so this must not wait long.
        _ownTimeout ??= _connection.DefaultTimeout;
        _connection.DefaultTimeout = 1;
        try
        {
            await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            // An open connection that was not set up would pass for a ready one at the next attempt.
            await _connection.CloseAsync().ConfigureAwait(false);
            throw;
        }

        _isOpen = true;
    }

    public override Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<string>>(
        () =>
        {
            var table = RelationalOptionsExtension.Extract(Context.GetService<IDbContextOptions>()).MigrationsHistoryTableName
                ?? HistoryRepository.DefaultTableName;
            if (!TableExists(table))
                return [];
            using var command = Command(
                $"""SELECT "MigrationId" FROM {Context.GetService<ISqlGenerationHelper>().DelimitIdentifier(table)}""");
            using var reader = command.ExecuteReader();
            var ids = new List<string>();
            while (reader.Read())
                ids.Add(reader.GetString(0));
            ids.Sort(StringComparer.OrdinalIgnoreCase);
            return ids;
        },
        cancellationToken);

    public override Task<bool> TryBeginAsync(CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            if (_enforcedForeignKeys is null)
            {
                // Has no effect inside a transaction. A rebuilt table would otherwise take the rows that refer to it along.
                using var command = Command("PRAGMA foreign_keys");
                _enforcedForeignKeys = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) != 0;
                Execute("PRAGMA foreign_keys = 0");
            }

            // Not through a command, which would block the thread while another connection writes.
            var handle = _connection.Handle!;
            raw.sqlite3_busy_timeout(handle, 0);
            var code = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
            return code switch
            {
                raw.SQLITE_OK => true,
                _ when SqliteErrors.IsBusy(code) => false,
                _ => throw SqliteErrors.Read(handle, code),
            };
        },
        cancellationToken);

    public override Task ExecuteAsync(string sql, CancellationToken cancellationToken) => RunAsync(() => Execute(sql), cancellationToken);

    // EF surrounds the rebuild of a table with these.
    public override bool IsCovered(MigrationCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.TransactionSuppressed
            && command.CommandText.Trim()
                .TrimEnd(';')
                .Replace(" ", "", StringComparison.Ordinal)
                .ToUpperInvariant() is "PRAGMAFOREIGN_KEYS=0" or "PRAGMAFOREIGN_KEYS=1";
    }

    public override IReadOnlyList<string> FindRebuilds(IReadOnlyList<string> commands) =>
        [.. commands.SelectMany(command => RebuiltTable().Matches(command))
            .Select(match => match.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal)).Distinct()];

    public override Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<string>>(
        () =>
        {
            using var command = Command(
                """SELECT "table", parent, COUNT(*) FROM pragma_foreign_key_check GROUP BY "table", parent ORDER BY "table", parent""");
            using var reader = command.ExecuteReader();
            var violations = new List<string>();
            while (reader.Read())
                violations.Add($"{reader.GetInt64(2)} in {reader.GetString(0)} to {reader.GetString(1)}");
            return violations;
        },
        cancellationToken);

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(() => Execute("COMMIT"), CancellationToken.None);
    }

    public override Task RollbackAsync() => !_isOpen ? Task.CompletedTask : RunAsync(
        () =>
        {
            // SQLite rolls back by itself after some errors, such as a full disk.
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
                Execute("ROLLBACK");
        },
        CancellationToken.None);

    public override Task EnsureJournalAsync(CancellationToken cancellationToken) =>
        RunAsync(() => SqliteMigrationJournal.Ensure(_connection), cancellationToken);

    public override Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) =>
        RunAsync(() => SqliteMigrationJournal.Write(_connection, entry), cancellationToken);

    public override Task ClearJournalAsync(
        string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) =>
        RunAsync(() => SqliteMigrationJournal.Clear(_connection, historyTable, status, runId), cancellationToken);

    public override Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(string historyTable, CancellationToken cancellationToken) =>
        RunAsync(
        () => !_isOpen || !TableExists(SqliteMigrationJournal.Table) ? [] : SqliteMigrationJournal.Read(_connection, historyTable),
        cancellationToken);

    public override async Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            return SqliteDatabaseInfo.Missing(_connection);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await RunAsync(() => SqliteDatabaseInfo.Read(_connection), cancellationToken).ConfigureAwait(false);
    }

    public override Task<long> CountAsync(string sql, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            using var command = Command(sql);
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        },
        cancellationToken);

    public override Task<IReadOnlyList<string>> ReadColumnsAsync(string table, string? schema, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<string>>(
        () => ReadTexts("SELECT name FROM pragma_table_info($table)", table), cancellationToken);

    public override Task<IReadOnlyList<SchemaLine>> ReadSchemaAsync(CancellationToken cancellationToken) =>
        RunAsync(() => SqliteSchema.Read(_connection), cancellationToken);

    public override Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<string>>(
        () =>
        {
            // A finding names pages and indexes, never a value.
            var pages = ReadTexts("PRAGMA quick_check(20)").Where(line => line != "ok");
            var references = ReadTexts(
                """SELECT COUNT(*) || ' in ' || "table" || ' to ' || parent || ' point nowhere' FROM pragma_foreign_key_check GROUP BY "table", parent ORDER BY "table", parent""");
            return [.. pages, .. references];
        },
        cancellationToken);

    public override Task<string?> ReadEntityFrameworkLockAsync(CancellationToken cancellationToken) => RunAsync(
        () => TableExists(EntityFrameworkLock)
            && ReadTexts($"SELECT COALESCE(\"Timestamp\", '') FROM \"{EntityFrameworkLock}\"") is [var takenAt, ..] ? takenAt : null,
        cancellationToken);

    public override Task ClearEntityFrameworkLockAsync(CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            if (TableExists(EntityFrameworkLock))
                Execute($"DELETE FROM \"{EntityFrameworkLock}\"");
        },
        cancellationToken);

    public override string CompleteScript(string script) =>
        $"""
        -- A rebuilt table would otherwise take the rows that refer to it along.
        PRAGMA foreign_keys = 0;

        {script.TrimEnd()}

        -- Each row it shows is a reference that points nowhere.
        PRAGMA foreign_key_check;
        PRAGMA foreign_keys = 1;

        """;

    public override async ValueTask DisposeAsync()
    {
        if (_isOpen)
        {
            try
            {
                await RollbackAsync().ConfigureAwait(false);
                if (_enforcedForeignKeys is true)
                    Execute("PRAGMA foreign_keys = 1");
            }
            catch (SqliteException)
            {
                // A damaged file, say. The error that matters is on its way; this connection must not be used again.
                SqliteConnection.ClearPool(_connection);
            }

            await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
            _isOpen = false;
        }

        if (_ownTimeout is { } timeout)
            _connection.DefaultTimeout = timeout;
    }

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        _connection.InterruptibleAsync(work, cancellationToken);

    private Task<bool> RunAsync(Action work, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            work();
            return true;
        },
        cancellationToken);

    // EF renames the new table at the end; the name may hold doubled quotes.
    [GeneratedRegex("ALTER TABLE \"ef_temp_(?:(?:[^\"]|\"\")+)\" RENAME TO \"((?:[^\"]|\"\")+)\"")]
    private static partial Regex RebuiltTable();

    private List<string> ReadTexts(string sql, string? table = null)
    {
        using var command = Command(sql);
        if (table is not null)
            command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    private bool TableExists(string name)
    {
        using var command = Command("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $name COLLATE NOCASE");
        command.Parameters.AddWithValue("$name", name);
        return (long)command.ExecuteScalar()! > 0;
    }

    private void Execute(string sql) => _connection.Run(sql);

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements of compiled migrations, and of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
