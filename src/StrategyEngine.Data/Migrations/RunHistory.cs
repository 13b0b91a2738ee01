using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>The history and the journal of a database as a run last read them, and as it changes them itself.</summary>
/// <remarks>Whoever has been without the lock reads the history again: what another process has done meanwhile is not done twice.</remarks>
internal sealed class RunHistory(MigrationSession session, MigrationLock migrationLock, string historyTable)
{
    private HashSet<string> _have = [];

    /// <summary>The migrations that the database had when its history was last read, oldest first.</summary>
    public IReadOnlyList<string> Applied { get; private set; } = [];

    /// <summary>The migrations that it has by now.</summary>
    public IReadOnlySet<string> Have => _have;

    /// <summary>The newest migration that it has by now; null if it has none.</summary>
    public string? Newest => _have.Max(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins the transaction that holds the lock, and reads the history in it.</summary>
    public async Task LockAndReadAsync(CancellationToken cancellationToken)
    {
        await migrationLock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        Applied = [];
        if (await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            Applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        }

        _have = Applied.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(CancellationToken cancellationToken) =>
        session.ReadJournalAsync(historyTable, cancellationToken);

    /// <summary>Notes that the run has written a migration into the history table or taken it out.</summary>
    public void Note(PlannedMigration migration)
    {
        if (migration.Direction == MigrationDirection.Up)
            _have.Add(migration.Id);
        else
            _have.Remove(migration.Id);
    }
}
