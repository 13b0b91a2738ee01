namespace StrategyEngine.Data.Encryption;

/// <summary>The key ring cannot unwrap a data key: it is not the ring that wrapped it, or it lost the key.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.wrong_key_ring</c>.</remarks>
public sealed class KeyRingMismatchException : EncryptionException
{
    internal KeyRingMismatchException(FieldLocation location, uint keyId, IReadOnlyList<Guid> kekIds, Exception? innerException = null)
        : base(
            "encryption.wrong_key_ring",
            $"{(location == FieldLocation.None ? "The database" : location)}: the key ring cannot unwrap data key {keyId:x8}; "
            + $"it needs ring {(kekIds.Count == 1 ? "key" : "keys")} {string.Join(", ", kekIds.Select(id => id.ToString("D")))}. "
            + "Point ProtectKeys at the key ring that wrote this database, or import its recovery kit.",
            location,
            keyId,
            innerException) => KekIds = kekIds;

    /// <summary>The keys of the key ring that are needed and not there.</summary>
    public IReadOnlyList<Guid> KekIds { get; }

    /// <summary>The first of <see cref="KekIds"/>.</summary>
    public Guid KekId => KekIds[0];
}
