namespace StrategyEngine.Data.Encryption;

/// <summary>What re-encryption would find in one column; every value is in one of the classes.</summary>
/// <param name="Table">The table, with its schema if it has one.</param>
/// <param name="Column">The column.</param>
/// <param name="CurrentValues">Values under the active key, which stay as they are.</param>
/// <param name="OutdatedValues">Values under an older key, which would be moved.</param>
/// <param name="RenamedValues">Values under one of <see cref="EncryptedAttribute.PreviousNames"/>, which would be moved.</param>
/// <param name="PlaintextValues">Values that are not encrypted yet and would be, see
/// <see cref="EncryptedAttribute.AdoptPlaintextUntil"/>.</param>
/// <param name="UnreadableValues">Values that cannot be read and would be left alone.</param>
/// <param name="MissingIndexes">Blind indexes that would be filled, beside any of the above.</param>
public sealed record ReencryptionColumnPlan(
    string Table,
    string Column,
    long CurrentValues,
    long OutdatedValues,
    long RenamedValues,
    long PlaintextValues,
    long UnreadableValues,
    long MissingIndexes);
