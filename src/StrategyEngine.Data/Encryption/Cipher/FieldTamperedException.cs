namespace StrategyEngine.Data.Encryption;

/// <summary>A value failed its authentication: it was altered, or moved here from another row, column or table.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.tampered</c>.</remarks>
public sealed class FieldTamperedException : EncryptionException
{
    internal FieldTamperedException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.tampered",
            $"{location} holds a value that fails its authentication under data key {keyId:x8}: it was altered, or moved from another "
            + $"row, column or table. If all values of the column fail, it was renamed: EncryptionKeyManager.VerifyAsync names the "
            + $"repair. Otherwise restore the row from a backup.",
            location,
            keyId,
            innerException)
    {
    }
}
