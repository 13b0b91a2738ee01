namespace StrategyEngine.Data.Encryption;

/// <summary>A stored data key was altered, or moved to another row of its table.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.data_key_tampered</c>.</remarks>
public sealed class DataKeyTamperedException : EncryptionException
{
    internal DataKeyTamperedException(uint keyId, Exception? innerException = null)
        : base(
            "encryption.data_key_tampered",
            $"encryption_data_keys: data key {keyId:x8} was altered. The ring key that wraps it is known, but does not open it. Restore "
            + $"the table from a backup.",
            new FieldLocation("encryption_data_keys", "wrapped"),
            keyId,
            innerException)
    {
    }
}
