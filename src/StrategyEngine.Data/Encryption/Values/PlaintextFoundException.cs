namespace StrategyEngine.Data.Encryption;

/// <summary>An encrypted column holds a value that is not encrypted.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.plaintext_found</c>.</remarks>
public sealed class PlaintextFoundException : EncryptionException
{
    internal PlaintextFoundException(FieldLocation location, Exception? innerException = null)
        : base(
            "encryption.plaintext_found",
            $"{location} holds a value that is not encrypted, probably written past the encryption. Write it again through a context that "
            + $"uses UseEncryption, or through FieldProtector.",
            location,
            null,
            innerException)
    {
    }
}
