namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>The cost of one Argon2id hash (RFC 9106 §3.1).</summary>
/// <param name="MemoryKiB">Memory, in KiB.</param>
/// <param name="Iterations">Passes over the memory.</param>
/// <param name="Parallelism">Lanes.</param>
internal readonly record struct Argon2Parameters(int MemoryKiB, int Iterations, int Parallelism);
