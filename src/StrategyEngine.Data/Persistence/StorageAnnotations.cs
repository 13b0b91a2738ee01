namespace StrategyEngine.Data.Persistence;

/// <summary>Model annotations that a provider's migrations SQL generator reads.</summary>
public static class StorageAnnotations
{
    /// <summary>On an entity type: its rows are stored in the order of the primary key (on SQLite, <c>WITHOUT ROWID</c>).</summary>
    public const string Clustered = "Trading:Clustered";
}
