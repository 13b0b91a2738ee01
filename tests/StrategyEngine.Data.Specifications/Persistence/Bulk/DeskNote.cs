using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>A value of each type that needs no help of a host.</summary>
public sealed class DeskNote
{
    public required string Desk { get; init; }

    public required int Number { get; init; }

    public Guid Reference { get; set; }

    public Guid? Parent { get; set; }

    public DateTime Noted { get; set; }

    public DateTimeOffset? Due { get; set; }

    public DateOnly Day { get; set; }

    public TimeOnly Hour { get; set; }

    public TimeSpan Spent { get; set; }

    public DeskMood Mood { get; set; }

    public decimal? Rating { get; set; }

    public double Weight { get; set; }

    public float Share { get; set; }

    public short Small { get; set; }

    public byte Tiny { get; set; }

    public bool IsOpen { get; set; }

    public byte[]? Picture { get; set; }

    public List<int> Pages { get; set; } = [];

    [Encrypted]
    public string? Remark { get; set; }
}
