namespace StrategyEngine.Data.Encryption;

/// <summary>The base of what encryption throws when a value cannot be sealed or opened.</summary>
/// <remarks>Says where, and under which key; never holds a value, a ciphertext or a key.</remarks>
public abstract class EncryptionException : TradingDataException
{
    private protected EncryptionException(
        string code, string message, FieldLocation location, uint? keyId = null, Exception? innerException = null)
        : base(code, message, innerException)
    {
        Table = location.Table;
        Column = location.Column;
        KeyId = keyId;
    }

    /// <summary>The table of the value, or null outside a column.</summary>
    public string? Table { get; }

    /// <summary>The column of the value, or null outside a column.</summary>
    public string? Column { get; }

    /// <summary>The data key that the value names, or null if it names none.</summary>
    public uint? KeyId { get; }
}
