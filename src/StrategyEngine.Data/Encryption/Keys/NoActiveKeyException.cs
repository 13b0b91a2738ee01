namespace StrategyEngine.Data.Encryption;

/// <summary>
/// A value cannot be sealed because the database has no active data key yet and none can be made inside an open transaction.
/// </summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.no_active_key</c>.</remarks>
public sealed class NoActiveKeyException : EncryptionException
{
    internal NoActiveKeyException(FieldLocation location, Exception? innerException = null)
        : base(
            "encryption.no_active_key",
            "The database has no active data key yet, and one cannot be made inside an open transaction. Call "
            + "DataKeyRing.EnsureActiveKeyAsync once at start, before the first transaction.",
            location,
            null,
            innerException)
    {
    }
}
