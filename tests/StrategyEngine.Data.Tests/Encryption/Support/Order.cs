using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Its key is composite, of an enum, a text and a number.</summary>
internal sealed class Order : IHasText
{
    public DayOfWeek Day { get; set; }

    public string Venue { get; set; } = "";

    public int Number { get; set; }

    public Guid AccountId { get; set; }

    public Account Account { get; set; } = null!;

    [Encrypted]
    public Secret<string>? Memo { get => field?.For(Day, Venue, Number); set; }

    [Encrypted]
    public string? Text { get; set; }
}
