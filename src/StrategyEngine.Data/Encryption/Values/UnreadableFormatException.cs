namespace StrategyEngine.Data.Encryption;

/// <summary>A value carries the mark of an encrypted value, but not in a form that this version and column can read.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.unreadable_format</c>.</remarks>
public sealed class UnreadableFormatException : EncryptionException
{
    internal UnreadableFormatException(FieldLocation location, string reason, uint? keyId = null, Exception? innerException = null)
        : base(
            "encryption.unreadable_format",
            $"{location} holds a value that cannot be read: {reason}. Read it with the version and the property type that wrote it, or "
            + $"restore the row from a backup.",
            location,
            keyId,
            innerException)
    {
    }
}
