using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>A plain EF Core context over the candle table, without anything of the library's.</summary>
internal sealed class PlainCandleContext(SqliteConnection connection, int batchSize) : DbContext
{
    public DbSet<PlainCandle> Candles => Set<PlainCandle>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseSqlite(connection, sqlite => sqlite.MaxBatchSize(batchSize));

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<PlainCandle>(candle =>
    {
        candle.ToTable("market_data");
        candle.HasKey(row => new { row.AssetId, row.Timeframe, row.OpenTime });
        candle.Property(row => row.AssetId).HasColumnName("asset_id");
        candle.Property(row => row.Timeframe).HasColumnName("timeframe");
        candle.Property(row => row.OpenTime).HasColumnName("open_time");
        candle.Property(row => row.Open).HasColumnName("open");
        candle.Property(row => row.High).HasColumnName("high");
        candle.Property(row => row.Low).HasColumnName("low");
        candle.Property(row => row.Close).HasColumnName("close");
        candle.Property(row => row.Volume).HasColumnName("volume");
        candle.Property(row => row.Closed).HasColumnName("closed");
        candle.Property(row => row.Revision).HasColumnName("revision");
    });
}
