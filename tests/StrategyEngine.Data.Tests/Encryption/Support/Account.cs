using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

internal sealed class Account
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Name { get; set; } = "";

    [Encrypted, BlindIndex(Unique = true, Normalizer = BlindIndexNormalizer.TrimLower)]
    public string? Email { get; set; }

    [Encrypted]
    public string? Note { get; set; }

    [Encrypted]
    public string? Remark { get; set; }

    [Encrypted]
    public decimal? Balance { get; set; }

    [Encrypted]
    public Secret<string>? ApiSecret { get => field?.For(Id); set; }

    [Encrypted]
    public Secret<byte[]>? Seed { get => field?.For(Id); set; }

    public List<Order> Orders { get; } = [];
}
