namespace StrategyEngine.Data.Encryption;

/// <summary>
/// A query would compute on ciphertext, or read it into a type that the model does not have; it was refused before it reached the database.
/// </summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.query_on_ciphertext</c>.</remarks>
public sealed class EncryptedQueryException : TradingDataException
{
    internal EncryptedQueryException(
        string property, string operation, string alternative, string consequence = "which the database would run on ciphertext")
        : base(
            "encryption.query_on_ciphertext",
            $"{property} is encrypted, and the query uses it in {operation}, {consequence}. {alternative}")
    {
        Property = property;
        Operation = operation;
    }

    /// <summary>The encrypted property, as <c>Entity.Property</c>.</summary>
    public string Property { get; }

    /// <summary>What the query does with it.</summary>
    public string Operation { get; }
}
