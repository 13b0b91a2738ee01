using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Merges EF's history table with the journal beside it.</summary>
internal static class SchemaHistory
{
    public static IReadOnlyList<MigrationHistoryEntry> Merge(IReadOnlyList<string> applied, IReadOnlyList<MigrationJournalEntry> journal)
    {
        var missing = new JournalState(journal).Missing(applied);

        // What has no time goes before the first journalled migration that is newer, and otherwise to the end.
        var entries = journal.Where(entry => entry.MigrationId is not null).Select(FromJournal).ToList();
        foreach (var id in missing)
        {
            var place = entries.FindIndex(entry => StringComparer.OrdinalIgnoreCase.Compare(entry.MigrationId, id) > 0);
            entries.Insert(
                place < 0 ? entries.Count : place,
                new MigrationHistoryEntry { MigrationId = id, Outcome = MigrationOutcome.AppliedExternally });
        }

        return entries;
    }

    private static MigrationHistoryEntry FromJournal(MigrationJournalEntry entry) => new()
    {
        MigrationId = entry.MigrationId!,
        Outcome = entry.Status switch
        {
            MigrationJournalStatus.Applied => MigrationOutcome.Applied,
            MigrationJournalStatus.Reverted => MigrationOutcome.Reverted,
            MigrationJournalStatus.Baselined => MigrationOutcome.Baselined,
            MigrationJournalStatus.Adopted => MigrationOutcome.AppliedExternally,
            MigrationJournalStatus.Accepted => MigrationOutcome.EditAccepted,
            MigrationJournalStatus.Partial => MigrationOutcome.Partial,
            _ => MigrationOutcome.Failed,
        },
        StartedAt = entry.StartedAt,
        Duration = entry.Duration,
        EntityFrameworkVersion = entry.EntityFrameworkVersion,
        LibraryVersion = entry.LibraryVersion,
        Application = entry.Application,
        Host = entry.Host,
        ProcessId = entry.ProcessId,
        OperationsHash = entry.OperationsHash,
        SqlHash = entry.SqlHash,
        SchemaFingerprint = entry.SchemaFingerprint,
        Backup = entry.Backup,
        Error = entry.Error,
    };
}
