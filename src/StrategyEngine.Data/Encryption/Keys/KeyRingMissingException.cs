namespace StrategyEngine.Data.Encryption;

/// <summary>A value was to be sealed or opened by a context that was given no key ring.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.no_key_ring</c>.</remarks>
public sealed class KeyRingMissingException : EncryptionException
{
    internal KeyRingMissingException(FieldLocation location, Exception? innerException = null)
        : base(
            "encryption.no_key_ring",
            $"{location}: this context was built without a key ring (design time). Pass a DataKeyRing to UseEncryption.",
            location,
            null,
            innerException)
    {
    }
}
