namespace StrategyEngine.Data.Encryption;

/// <summary>A value failed its authentication: it was altered, or moved here from another row, column or table.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.tampered</c>.</remarks>
public sealed class FieldTamperedException : EncryptionException
{
    internal FieldTamperedException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.tampered",
            $"{location} holds a value that fails its authentication under data key {keyId:x8}: it was altered, or moved from another row, column or table. Restore the row from a backup.",
            location,
            keyId,
            innerException)
    {
    }
}
