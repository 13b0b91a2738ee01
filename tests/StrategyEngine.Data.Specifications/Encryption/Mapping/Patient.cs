using System.Text.Json.Nodes;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

public sealed class Patient
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    [Encrypted, BlindIndex(Unique = true, Normalizer = BlindIndexNormalizer.TrimLower)]
    public string Email { get; set; } = "";

    [Encrypted]
    public DateOnly Born { get; set; }

    [Encrypted]
    public decimal? Weight { get; set; }

    [Encrypted]
    public JsonObject? Chart { get; set; }

    [Encrypted]
    public Contact? Contact { get; set; }

    [Encrypted]
    public Secret<string>? Pin { get => field?.For(Id); set; }

    public List<Visit> Visits { get; } = [];
}
