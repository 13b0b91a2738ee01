namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The cost of the Argon2id hash (RFC 9106 §3.1) that makes the key of a recovery kit from its passphrase.</summary>
/// <param name="MemoryExponent">Memory: 2 to this power, in KiB.</param>
/// <param name="Iterations">Passes over the memory.</param>
/// <param name="Lanes">Lanes.</param>
internal readonly record struct KitCost(byte MemoryExponent, byte Iterations, byte Lanes)
{
    private const int MinMemoryExponent = 6;
    private const int MaxMemoryExponent = 20;
    private const int MaxIterations = 10;
    private const int MaxLanes = 16;

    /// <summary>
    /// 256 MiB, 3 passes, 4 lanes: four times the memory of the second recommendation of RFC 9106 §4, for a file that may be attacked for
    /// years.
    /// </summary>
    public static KitCost Default { get; } = new(18, 3, 4);

    /// <summary>Whether a kit may demand it: at most 1 GiB, 10 passes, 16 lanes.</summary>
    public bool IsAcceptable =>
        MemoryExponent is >= MinMemoryExponent and <= MaxMemoryExponent
            && Iterations is >= 1 and <= MaxIterations
            && Lanes is >= 1 and <= MaxLanes;
}
