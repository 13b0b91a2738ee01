namespace StrategyEngine.Data.Encryption;

/// <summary>A value cannot be stored so that reading it back gives the same value.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.unencodable_value</c>.</remarks>
public sealed class UnencodableValueException : EncryptionException
{
    internal UnencodableValueException(FieldLocation location, string reason, Exception? innerException = null)
        : base(
            "encryption.unencodable_value", $"{location}: the value cannot be stored unchanged: {reason}.", location, null, innerException)
    {
    }
}
