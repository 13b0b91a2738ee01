namespace StrategyEngine.Data.TestMigrations;

/// <summary>An entity of a host's own.</summary>
public sealed class Watchlist
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public string Note { get; set; } = "";

    public List<WatchlistItem> Items { get; } = [];
}
