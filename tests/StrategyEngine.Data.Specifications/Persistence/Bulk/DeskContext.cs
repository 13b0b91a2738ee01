using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>A host's own context, which keeps the trading tables beside a table of its own.</summary>
public sealed class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public DbSet<DeskNote> Notes => Set<DeskNote>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyTradingModel();
        modelBuilder.Entity<DeskNote>(note =>
        {
            note.HasKey(row => new { row.Desk, row.Number });
            note.Property(row => row.Rating).HasPrecision(9, 3);
            note.Property(row => row.Weight).HasDefaultValue(1.5);
            note.Property<string?>("Shadow");
        });
    }
}
