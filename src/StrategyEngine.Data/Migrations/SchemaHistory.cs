using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Merges EF's history table with the journal beside it.</summary>
internal static class SchemaHistory
{
    public static IReadOnlyList<MigrationHistoryEntry> Merge(IReadOnlyList<string> applied, IReadOnlyList<MigrationJournalEntry> journal)
    {
        var journalled = journal.Where(entry => entry is { Status: MigrationJournalStatus.Applied, MigrationId: not null })
            .Select(entry => entry.MigrationId!).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // What has no time goes before the first journalled migration that is newer, and otherwise to the end.
        var entries = journal.Where(entry => entry.MigrationId is not null).Select(FromJournal).ToList();
        foreach (var id in applied.Where(id => !journalled.Contains(id)))
        {
            var place = entries.FindIndex(entry => StringComparer.OrdinalIgnoreCase.Compare(entry.MigrationId, id) > 0);
            entries.Insert(place < 0 ? entries.Count : place, new MigrationHistoryEntry { MigrationId = id, Outcome = MigrationOutcome.AppliedExternally });
        }

        return entries;
    }

    private static MigrationHistoryEntry FromJournal(MigrationJournalEntry entry) => new()
    {
        MigrationId = entry.MigrationId!,
        Outcome = entry.Status switch
        {
            MigrationJournalStatus.Applied => MigrationOutcome.Applied,
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
        SqlHash = entry.SqlHash,
        Error = entry.Error,
    };
}
