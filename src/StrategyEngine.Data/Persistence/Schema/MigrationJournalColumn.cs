namespace StrategyEngine.Data.Persistence;

/// <summary>A column of the journal table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it holds.</param>
/// <param name="IsRequired">Whether it has always been there and is never null. Every other column is nullable, so that it can be added to
/// an older journal.</param>
public sealed record MigrationJournalColumn(string Name, MigrationJournalValue Value, bool IsRequired);
