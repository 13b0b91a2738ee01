using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>A row of <c>users</c>, as far as it is encrypted.</summary>
internal sealed class StoredUser
{
    public Guid Id { get; set; }

    [Encrypted, BlindIndex(Unique = true, Normalizer = BlindIndexNormalizer.TrimLower)]
    public string Email { get; set; } = "";

    [Encrypted]
    public Secret<byte[]>? TotpSecret { get => field?.For(Id); set; }
}
