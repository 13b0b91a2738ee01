namespace StrategyEngine.Data.Encryption;

/// <summary>An encrypted column holds values that were sealed under another stable name, probably because the table or column was renamed.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>encryption.context_changed</c>. Thrown at the start; nothing was written.</remarks>
public sealed class EncryptionContextException : EncryptionException
{
    internal EncryptionContextException(FieldLocation location, string context, string? former, Exception innerException)
        : base(
            "encryption.context_changed",
            former is null
                ? $"{location} holds values that do not open under its stable name {context}. If the table or column was renamed, give its former name: [Encrypted(Context = \"table/column\")]."
                : $"{location} holds values of {former}, but its stable name is now {context}. Keep the name: [Encrypted(Context = \"{former}\")]; or move the values: [Encrypted(PreviousContexts = [\"{former}\"])], then ReencryptAsync.",
            location,
            null,
            innerException)
    {
        Context = context;
        FormerContext = former;
    }

    /// <summary>The stable name that the model gives the column.</summary>
    public string Context { get; }

    /// <summary>The name that its values were sealed under; <see langword="null"/> if it is none that the database knows.</summary>
    public string? FormerContext { get; }
}
