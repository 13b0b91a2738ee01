using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>The host's tables as they were and as they are.</summary>
internal static class WatchlistModel
{
    public static void Apply(ModelBuilder modelBuilder, bool noteIsRequired = true, bool symbolIsIndexed = true)
    {
        modelBuilder.Entity<Watchlist>(watchlist =>
        {
            watchlist.ToTable("watchlists");
            watchlist.Property(list => list.Note).IsRequired(noteIsRequired);
            watchlist.HasIndex(list => list.Name).IsUnique();
            watchlist.HasMany(list => list.Items).WithOne().HasForeignKey(item => item.WatchlistId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<WatchlistItem>(item =>
        {
            item.ToTable("watchlist_items");
            if (symbolIsIndexed)
                item.HasIndex(entry => entry.Symbol);
        });
    }
}
