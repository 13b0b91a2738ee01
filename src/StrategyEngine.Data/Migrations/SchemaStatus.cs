using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Compares what a database has with what the application has.</summary>
internal static class SchemaStatus
{
    public static MigrationStatus Compare(
        bool databaseExists, IReadOnlyList<string> applied, IReadOnlyList<string> compiled, IReadOnlyList<MigrationJournalEntry> journal)
    {
        var known = compiled.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var have = applied.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var pending = compiled.Where(id => !have.Contains(id)).ToList();
        var newest = applied.Count == 0 ? null : applied[^1];
        return new MigrationStatus
        {
            DatabaseExists = databaseExists,
            Applied = applied,
            Pending = pending,
            Unknown = [.. applied.Where(id => !known.Contains(id))],
            OutOfOrder = newest is null ? [] : [.. pending.Where(id => StringComparer.OrdinalIgnoreCase.Compare(id, newest) < 0)],
            Announced = LastAnnounced(journal, except: null),
            LockHolder = LastAnnounced(journal, except: null),
            Interrupted = new JournalState(journal).Interrupted?.MigrationId,
        };
    }

    /// <summary>The last run that announced itself and has not ended, apart from one.</summary>
    public static MigrationLockHolder? LastAnnounced(IReadOnlyList<MigrationJournalEntry> journal, Guid? except)
    {
        var last = journal.LastOrDefault(entry => entry.Status == MigrationJournalStatus.Announced && entry.RunId != except);
        return last is null ? null : new MigrationLockHolder(last.Host ?? "", last.ProcessId ?? 0, last.StartedAt, last.Application);
    }
}
