using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class StrategyConfiguration : IEntityTypeConfiguration<Strategy>
{
    public void Configure(EntityTypeBuilder<Strategy> builder)
    {
        builder.ToTable("strategies");
        builder.JsonProperty(strategy => strategy.RiskParams);
        builder.JsonProperty(strategy => strategy.Metadata);
        builder.Property(strategy => strategy.Name).HasMaxLength(200);
        builder.Property(strategy => strategy.StrategyType).HasMaxLength(100);
        builder.Property(strategy => strategy.CreatedBy).HasMaxLength(200);
        builder.Property(strategy => strategy.UpdatedBy).HasMaxLength(200);
        builder.HasOne(strategy => strategy.User)
            .WithMany(user => user.Strategies)
            .HasForeignKey(strategy => strategy.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(strategy => new { strategy.UserId, strategy.IsActive, strategy.IsPublic }, "idx_strategy_search");
        builder.HasIndex(strategy => strategy.Name);
        builder.HasIndex(strategy => strategy.IsActive);
        builder.HasIndex(strategy => strategy.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_strategies_max_drawdown", "max_drawdown BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_strategies_max_daily_loss", "max_daily_loss BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_strategies_position_size_pct", "position_size_pct BETWEEN 0 AND 1");
        });
    }
}
