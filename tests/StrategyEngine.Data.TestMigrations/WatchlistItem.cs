namespace StrategyEngine.Data.TestMigrations;

/// <summary>An entity of a host's own, deleted with its list.</summary>
public sealed class WatchlistItem
{
    public long Id { get; set; }

    public long WatchlistId { get; set; }

    public string Symbol { get; set; } = "";

    public int Rank { get; set; }
}
