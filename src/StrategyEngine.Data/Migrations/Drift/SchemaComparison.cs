using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Compares what is applied with what the journal says was applied.</summary>
internal sealed class SchemaComparison(CompiledMigrations migrations, MigrationSession session)
{
    /// <summary>The migrations that cannot be compared with anything, because they have other operations each time.</summary>
    public IReadOnlyList<string> FindNondeterministic(IEnumerable<string> ids) =>
        [.. ids.Where(id => migrations.Knows(id) && !migrations.IsDeterministic(id))];

    /// <summary>The applied migrations whose operations are no longer those that ran.</summary>
    public IReadOnlyList<string> FindEdited(IReadOnlyList<string> applied, JournalState journal) =>
        [.. applied.Where(
            id => migrations.Knows(id)
                && journal.Find(id)?.OperationsHash is { } hash
                && hash != migrations.OperationsHash(id)
                && migrations.IsDeterministic(id))];

    /// <summary>
    /// The differences between the schema and the one that the last run left; none as well if something else has migrated since, or a
    /// migration is half done.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindDriftAsync(
        IReadOnlyList<string> applied, JournalState journal, CancellationToken cancellationToken)
    {
        if (applied.Count == 0 || journal.Fingerprint is null || journal.Interrupted is not null || !journal.Matches(applied))
            return [];
        var actual = await ReadAsync(applied[^1], journal, cancellationToken).ConfigureAwait(false);
        if (actual.Fingerprint == journal.Fingerprint)
            return [];
        return journal.Snapshot?.DifferencesTo(actual)
            ?? ["its fingerprint differs, and the run that noted it was interrupted before it could note the parts"];
    }

    /// <summary>The schema of the tables that the migration leaves, and of those that were there when it was last noted.</summary>
    public Task<SchemaSnapshot> ReadAsync(string? newest, JournalState? journal, CancellationToken cancellationToken)
    {
        var tables = migrations.TablesAfter(newest).Concat(journal?.Snapshot?.Tables ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return SchemaSnapshot.ReadAsync(session, tables, cancellationToken);
    }
}
