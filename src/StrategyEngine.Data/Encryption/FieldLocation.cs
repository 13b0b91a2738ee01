namespace StrategyEngine.Data.Encryption;

/// <summary>Where a value stands, for messages.</summary>
internal readonly record struct FieldLocation(string? Table, string? Column)
{
    public static FieldLocation None => default;

    public override string ToString() => Column is null ? "a value outside a column" : $"{Table}.{Column}";
}
