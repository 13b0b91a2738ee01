namespace StrategyEngine.Data.Encryption;

/// <summary>The key ring cannot unwrap a data key: it is not the ring that wrapped it, or it lost the key.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.wrong_key_ring</c>.</remarks>
public sealed class KeyRingMismatchException : EncryptionException
{
    internal KeyRingMismatchException(FieldLocation location, uint keyId, Guid kekId, Exception innerException)
        : base(
            "encryption.wrong_key_ring",
            $"{location}: the key ring cannot unwrap data key {keyId:x8}; it needs ring key {kekId:D}. Point ProtectKeys at the key ring, and the application name, that wrote this database.",
            location,
            keyId,
            innerException)
    {
        KekId = kekId;
    }

    /// <summary>The key of the key ring that is needed.</summary>
    public Guid KekId { get; }
}
