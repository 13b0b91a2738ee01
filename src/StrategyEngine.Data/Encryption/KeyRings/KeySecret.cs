namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>A secret that may open keys of the ring, as a service of the ring.</summary>
internal sealed record KeySecret(KeyRingSecret Place);
