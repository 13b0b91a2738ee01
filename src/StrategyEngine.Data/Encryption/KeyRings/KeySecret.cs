namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>A secret that may open keys of the ring, as a service of the ring. Thread-safe.</summary>
/// <remarks>Once read it is kept, so that a running process goes on while its secret is being changed.</remarks>
internal sealed class KeySecret(KeyRingSecret place)
{
    private readonly Lazy<SecretMaterial> _material = new(place.Read, LazyThreadSafetyMode.PublicationOnly);

    public KeyRingSecret Place => place;

    /// <exception cref="KeyRingException">The secret is missing, cannot be read, or is weak.</exception>
    public SecretMaterial Material => _material.Value;
}
