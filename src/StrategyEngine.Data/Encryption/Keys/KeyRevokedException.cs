namespace StrategyEngine.Data.Encryption;

/// <summary>A value or a data key stands under a key that was revoked.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.key_revoked</c>.</remarks>
public sealed class KeyRevokedException : EncryptionException
{
    internal KeyRevokedException(FieldLocation location, uint keyId, Exception? innerException = null)
        : base(
            "encryption.key_revoked",
            $"{location} stands under data key {keyId:x8}, which is revoked, itself or with the ring key that wraps it. Revoked keys open "
            + $"nothing. If the ring key was revoked, EncryptionKeyManager.RewrapAsync(evenIfRevoked: true) takes its data keys over; "
            + $"then rotate and re-encrypt.",
            location,
            keyId,
            innerException)
    {
    }
}
