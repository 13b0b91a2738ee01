using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.TestMigrations.Migrations;

/// <summary>The host's tables as a scaffolded migration describes them: without conventions.</summary>
internal static class WatchlistSnapshot
{
    private const string Watchlist = "StrategyEngine.Data.TestMigrations.Watchlist",
        WatchlistItem = "StrategyEngine.Data.TestMigrations.WatchlistItem";

    public static void Apply(ModelBuilder modelBuilder, bool hasRank, bool noteIsRequired, bool symbolIsIndexed)
    {
        modelBuilder.Entity(Watchlist, entity =>
        {
            entity.Property<long>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
            entity.Property<string>("Name").IsRequired().HasColumnType("TEXT");
            entity.Property<string>("Note").IsRequired(noteIsRequired).HasColumnType("TEXT");
            entity.HasKey("Id");
            entity.HasIndex("Name").IsUnique();
            entity.ToTable("watchlists");
        });
        modelBuilder.Entity(WatchlistItem, entity =>
        {
            entity.Property<long>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
            if (hasRank)
                entity.Property<int>("Rank").HasColumnType("INTEGER");
            entity.Property<string>("Symbol").IsRequired().HasColumnType("TEXT");
            entity.Property<long>("WatchlistId").HasColumnType("INTEGER");
            entity.HasKey("Id");
            entity.HasIndex("WatchlistId");
            if (symbolIsIndexed)
                entity.HasIndex("Symbol");
            entity.ToTable("watchlist_items");
        });
        modelBuilder.Entity(WatchlistItem, entity =>
            entity.HasOne(Watchlist, null).WithMany("Items").HasForeignKey("WatchlistId").OnDelete(DeleteBehavior.Cascade).IsRequired());
    }
}
