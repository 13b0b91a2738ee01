namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>What a stored key is for.</summary>
internal static class KeyPurpose
{
    /// <summary>Seals values; rotates.</summary>
    public const string Field = "field";

    /// <summary>Root of all blind indexes; does not rotate with the data keys, or equal values would stop being equal.</summary>
    public const string BlindIndex = "blind_index";
}
