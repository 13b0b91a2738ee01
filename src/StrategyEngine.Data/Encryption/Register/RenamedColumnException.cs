namespace StrategyEngine.Data.Encryption;

/// <summary>
/// An encrypted column holds values that were sealed under another stable name, probably because the table or column was renamed.
/// </summary>
/// <remarks>
/// Its <see cref="TradingDataException.Code"/> is <c>encryption.context_changed</c>. Thrown at the start; nothing was written.
/// </remarks>
public sealed class RenamedColumnException : EncryptionException
{
    internal RenamedColumnException(FieldLocation location, string stableName, string? former, Exception innerException)
        : base(
            "encryption.context_changed",
            former is null
                ? $"{location} holds values that do not open under its stable name {stableName}. If the table or column was renamed, give "
                    + $"its former name: [Encrypted(StableName = \"table/column\")]."
                : $"{location} holds values of {former}, but its stable name is now {stableName}. Keep the name: [Encrypted(StableName = "
                    + $"\"{former}\")]; or move the values: [Encrypted(PreviousNames = [\"{former}\"])], then ReencryptAsync.",
            location,
            null,
            innerException)
    {
        StableName = stableName;
        FormerName = former;
    }

    /// <summary>The stable name that the model gives the column.</summary>
    public string StableName { get; }

    /// <summary>The name that its values were sealed under; null if it is none that the database knows.</summary>
    public string? FormerName { get; }
}
