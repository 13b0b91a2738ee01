namespace StrategyEngine.Data.Encryption;

/// <summary>Seals and opens values that stand outside an encrypted column, such as a file, a queue message or a bulk import.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="ring">The data keys.</param>
public sealed class FieldProtector(DataKeyRing ring)
{
    internal DataKeyRing Ring { get; } = ring;
}
