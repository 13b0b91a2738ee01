namespace StrategyEngine.Data.Encryption;

/// <summary>A <see cref="Secret{T}"/> was handed to a serializer.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.secret_serialized</c>.</remarks>
public sealed class SecretSerializationException : TradingDataException
{
    internal SecretSerializationException()
        : base(
            "encryption.secret_serialized",
            "A Secret<T> is not serialized. Mark the property with [JsonIgnore], or copy what Reveal() returns into a type of your own.")
    {
    }
}
