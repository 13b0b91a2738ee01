using System.Globalization;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>What a stored key is for.</summary>
internal static class KeyPurpose
{
    /// <summary>Seals values; rotates.</summary>
    public const string Field = "field";

    private const string FirstBlindIndex = "blind_index";

    private static readonly string[] BlindIndexes =
        [.. Enumerable.Range(1, BlindIndexAttribute.MaxGeneration).Select(generation =>
            generation == 1 ? FirstBlindIndex : string.Create(CultureInfo.InvariantCulture, $"{FirstBlindIndex}_{generation}"))];

    /// <summary>
    /// Root of the blind indexes of a generation; does not rotate with the data keys, or equal values would stop being equal.
    /// </summary>
    public static string BlindIndex(int generation) => BlindIndexes[generation - 1];
}
