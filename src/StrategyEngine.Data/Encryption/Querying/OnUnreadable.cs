namespace StrategyEngine.Data.Encryption;

/// <summary>What happens to a list when one of its rows holds a value that cannot be opened.</summary>
public enum OnUnreadable
{
    /// <summary>The query throws the <see cref="EncryptionException"/> of the value. What Entity Framework's own operators do.</summary>
    Throw,

    /// <summary>The row is left out of the list and named beside it.</summary>
    Quarantine,
}
