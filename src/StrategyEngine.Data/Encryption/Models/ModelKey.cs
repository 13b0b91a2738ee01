namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>What models must have in common for one to do for the other.</summary>
/// <param name="Context">The key that Entity Framework's <c>IModelCacheKeyFactory</c>, or the host's own, gives the context.</param>
/// <param name="WithTables">Whether the tables of encryption are added to the model.</param>
/// <param name="Shape">What else the conventions read from the options of the context.</param>
internal sealed record ModelKey(object Context, bool WithTables, object? Shape);
