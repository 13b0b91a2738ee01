namespace StrategyEngine.Data.Encryption;

/// <summary>A value stands under a data key that was retired because nothing was left under it.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.key_retired</c>.</remarks>
public sealed class KeyRetiredException : EncryptionException
{
    internal KeyRetiredException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.key_retired",
            $"{location} stands under data key {keyId:x8}, which is retired. If the value came back from a backup, call "
            + $"EncryptionKeyManager.ReinstateAsync for the key, then ReencryptAsync.",
            location,
            keyId,
            innerException)
    {
    }
}
