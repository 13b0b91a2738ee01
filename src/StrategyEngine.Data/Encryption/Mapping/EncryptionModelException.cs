namespace StrategyEngine.Data.Encryption;

/// <summary>A model asks for an encryption that cannot hold; thrown when the model is built.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.model</c>.</remarks>
public sealed class EncryptionModelException : TradingDataException
{
    internal EncryptionModelException(string property, string problem, Exception? innerException = null)
        : base("encryption.model", $"{property}: {problem}", innerException) => Property = property;

    /// <summary>The property, as <c>Entity.Property</c>.</summary>
    public string Property { get; }
}
