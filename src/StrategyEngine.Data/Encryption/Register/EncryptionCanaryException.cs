namespace StrategyEngine.Data.Encryption;

/// <summary>The known value of an encrypted column no longer opens, so that its other values would not either.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.canary</c>. Thrown at the start; nothing was written.</remarks>
public sealed class EncryptionCanaryException : EncryptionException
{
    internal EncryptionCanaryException(FieldLocation location, string context, EncryptionException reason)
        : base(
            "encryption.canary",
            $"{location}: the known value of {context} in encryption_columns does not open ({reason.Code}). Data, encryption_data_keys "
            + $"and encryption_columns belong together: restore them from the same backup.",
            location,
            reason.KeyId,
            reason)
    {
    }
}
