namespace StrategyEngine.Data.Encryption;

/// <summary>A secret was revealed or saved without knowing its row.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.unbound_secret</c>.</remarks>
public sealed class UnboundSecretException : EncryptionException
{
    internal UnboundSecretException(FieldLocation location, Exception? innerException = null)
        : base(
            "encryption.unbound_secret",
            $"{location}: the secret does not know its row. Load the entity instead of projecting the secret, or call For(primary key) on "
            + $"the projected secret before Reveal(). To write one, assign it to a tracked entity and call SaveChanges: ExecuteUpdate "
            + $"cannot bind it.",
            location,
            null,
            innerException)
    {
    }
}
