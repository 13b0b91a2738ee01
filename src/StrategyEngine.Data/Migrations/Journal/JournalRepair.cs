using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// Changes what is written about the schema and not the schema: baseline and repair, each one transaction under the lock.
/// </summary>
internal sealed class JournalRepair
{
    private readonly CompiledMigrations _migrations;
    private readonly MigrationSession _session;
    private readonly TimeProvider _time;
    private readonly RunJournal _journal;
    private readonly MigrationLock _lock;

    public JournalRepair(TradingDatabase database, CompiledMigrations migrations, MigrationSession session, TimeSpan lockTimeout)
    {
        _migrations = migrations;
        _session = session;
        _time = database.TimeProvider;
        _journal = new RunJournal(Guid.CreateVersion7(_time.GetUtcNow()), migrations.HistoryTable);
        _lock = new MigrationLock(database.Provider, session, migrations.HistoryTable, _journal.RunId, lockTimeout, () => { });
    }

    public async Task<IReadOnlyList<string>> BaselineAsync(string migration, CancellationToken cancellationToken)
    {
        var id = _migrations.Require(migration);
        if (!await _session.ExistsAsync(cancellationToken).ConfigureAwait(false))
            throw new MigrationBaselineException("There is no database to enter. Call MigrateAsync, which makes one.");
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        var applied = await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        if (applied.Count > 0)
        {
            throw new MigrationBaselineException(
                $"The database has a history already, up to {applied[^1]}. Call MigrateAsync, or RepairAsync with AdoptExternal.");
        }

        var schema = await ReadSchemaAsync(id, null, cancellationToken).ConfigureAwait(false);
        var missing = _migrations.TablesAfter(id).Where(table => !schema.Tables.Any(name => IsSame(name, table)))
            .Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new MigrationBaselineException(
                $"The database lacks {string.Join(", ", missing)}, which it would have at {id}. Name the migration that it is really at, "
                + $"or call MigrateAsync on an empty database.");
        }

        await _session.ExecuteAsync(_migrations.HistoryTableScript, cancellationToken).ConfigureAwait(false);
        await _session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        var entered = _migrations.Ids.Where(each => StringComparer.OrdinalIgnoreCase.Compare(each, id) <= 0).ToList();
        foreach (var each in entered)
        {
            await _session.ExecuteAsync(_migrations.InsertInto(each), cancellationToken).ConfigureAwait(false);
            await WriteAsync(_journal.Entered(MigrationJournalStatus.Baselined, _migrations.Up(each), _time.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
        }

        await WriteAsync(_journal.Stamped(schema, _time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return entered;
    }

    public async Task<RepairResult> RepairAsync(RepairOptions options, CancellationToken cancellationToken)
    {
        var edited = options.AcceptEdited.Select(_migrations.Require).ToList();
        if (!await _session.ExistsAsync(cancellationToken).ConfigureAwait(false))
            return new RepairResult(false, 0, [], [], false);
        if (options.ClearEntityFrameworkLock)
            await _lock.AcquireBesideEntityFrameworkAsync(cancellationToken).ConfigureAwait(false);
        else
            await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);

        await _session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        var cleared = options.ClearEntityFrameworkLock
            && await _session.ReadEntityFrameworkLockAsync(cancellationToken).ConfigureAwait(false) is not null;
        if (cleared)
            await _session.ClearEntityFrameworkLockAsync(cancellationToken).ConfigureAwait(false);
        var applied = await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        var entries = await _session.ReadJournalAsync(_migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
        var journal = new JournalState(entries);

        var adopted = options.AdoptExternal || options.AcceptSchema ? journal.Missing(applied).Where(_migrations.Knows).ToList() : [];
        foreach (var id in adopted)
        {
            await WriteAsync(_journal.Entered(MigrationJournalStatus.Adopted, _migrations.Up(id), _time.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
        }

        var accepted = new SchemaComparison(_migrations, _session).FindEdited(applied, journal)
            .Intersect(edited, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var id in accepted)
        {
            await WriteAsync(_journal.Entered(MigrationJournalStatus.Accepted, _migrations.Up(id), _time.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
        }

        var stamp = options.AcceptSchema && applied.Count > 0;
        if (stamp)
        {
            await WriteAsync(
                _journal.Stamped(await ReadSchemaAsync(applied[^1], null, cancellationToken).ConfigureAwait(false), _time.GetUtcNow()),
                cancellationToken).ConfigureAwait(false);
        }

        // This transaction holds the lock, so whoever announced itself waits or is dead; one that waits announces itself no second time,
        // and needs no trace.
        var ended = entries.Count(entry => entry.Status == MigrationJournalStatus.Announced);
        await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Announced, null, cancellationToken)
            .ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new RepairResult(cleared, ended, adopted, accepted, stamp);
    }

    private static bool IsSame(string actual, string expected) =>
        string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase)
            || actual.EndsWith("." + expected, StringComparison.OrdinalIgnoreCase);

    private Task<SchemaSnapshot> ReadSchemaAsync(string newest, JournalState? journal, CancellationToken cancellationToken) =>
        new SchemaComparison(_migrations, _session).ReadAsync(newest, journal, cancellationToken);

    private Task WriteAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) =>
        _session.WriteJournalAsync(entry, cancellationToken);
}
