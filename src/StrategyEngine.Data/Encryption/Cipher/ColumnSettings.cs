namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>What an author chose for the values of a column beyond its name. Immutable.</summary>
/// <param name="PadTo">The multiple that lengths are rounded up to; 0 for none.</param>
/// <param name="Previous">The names under which the column was known before, newest first.</param>
/// <param name="AdoptPlaintextUntil">Until when values that are not encrypted yet are read as they are; null for never.</param>
internal sealed record ColumnSettings(int PadTo, IReadOnlyList<ColumnName> Previous, DateTimeOffset? AdoptPlaintextUntil)
{
    public static ColumnSettings Standard { get; } = new(0, [], null);
}
