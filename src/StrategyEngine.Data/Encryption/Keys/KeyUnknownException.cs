namespace StrategyEngine.Data.Encryption;

/// <summary>A value names a data key that the database does not hold.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.key_unknown</c>.</remarks>
public sealed class KeyUnknownException : EncryptionException
{
    internal KeyUnknownException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.key_unknown",
            $"{location} holds a value under data key {keyId:x8}, which encryption_data_keys does not hold. Restore that table together "
            + $"with the data it belongs to.",
            location,
            keyId,
            innerException)
    {
    }
}
