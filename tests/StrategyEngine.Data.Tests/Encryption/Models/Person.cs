using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.Models;

internal sealed class Person
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Name { get; set; } = "";

    [Encrypted, BlindIndex(Normalizer = BlindIndexNormalizer.TrimLower)]
    public string? Email { get; set; }

    [Encrypted]
    public string? Note { get; set; }

    [Encrypted]
    public decimal? Balance { get; set; }

    [Encrypted]
    public Secret<string>? Pin { get => field?.For(Id); set; }
}
