using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>What the journal says about the schema as it is now.</summary>
internal sealed class JournalState
{
    private readonly Dictionary<string, MigrationJournalEntry> _last = new(StringComparer.OrdinalIgnoreCase);

    public JournalState(IReadOnlyList<MigrationJournalEntry> journal)
    {
        foreach (var entry in journal)
        {
            switch (entry.Status)
            {
                case MigrationJournalStatus.Reverted:
                    _last.Remove(entry.MigrationId!);
                    break;
                case MigrationJournalStatus.Applied or MigrationJournalStatus.Baselined or MigrationJournalStatus.Adopted
                    or MigrationJournalStatus.Accepted:
                    _last[entry.MigrationId!] = entry;
                    break;
                case MigrationJournalStatus.Partial:
                    Interrupted = entry;
                    continue;
                default:
                    break;
            }

            if (entry.SchemaFingerprint is not null)
                (Fingerprint, Snapshot) = (entry.SchemaFingerprint, entry.SchemaSnapshot is { } text ? SchemaSnapshot.Parse(text) : null);
        }
    }

    /// <summary>The schema as the last run left it; null if none was noted.</summary>
    public string? Fingerprint { get; }

    /// <summary>The lines of it; null if only the hash was noted.</summary>
    public SchemaSnapshot? Snapshot { get; }

    /// <summary>The migration that a run left half done, because a command cannot run in a transaction; null if none.</summary>
    public MigrationJournalEntry? Interrupted { get; }

    /// <summary>The last entry of a migration that is applied.</summary>
    public MigrationJournalEntry? Find(string id) => _last.GetValueOrDefault(id);

    /// <summary>The migrations of the history that the journal does not have.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<string> applied) => [.. applied.Where(id => !_last.ContainsKey(id))];

    /// <summary>Whether nothing else has migrated since <see cref="Fingerprint"/> was noted.</summary>
    public bool Matches(IReadOnlyCollection<string> applied) => applied.Count == _last.Count && applied.All(_last.ContainsKey);
}
