namespace StrategyEngine.Data.Encryption;

/// <summary>A value stands under a data key that was destroyed on purpose; it is gone.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.key_destroyed</c>.</remarks>
public sealed class KeyDestroyedException : EncryptionException
{
    internal KeyDestroyedException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.key_destroyed",
            $"{location} holds a value under data key {keyId:x8}, which was destroyed. The value cannot be recovered.",
            location,
            keyId,
            innerException)
    {
    }
}
