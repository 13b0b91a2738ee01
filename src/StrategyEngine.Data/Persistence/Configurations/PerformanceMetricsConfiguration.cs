using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class PerformanceMetricsConfiguration : IEntityTypeConfiguration<PerformanceMetrics>
{
    public void Configure(EntityTypeBuilder<PerformanceMetrics> builder)
    {
        builder.ToTable("performance_metrics");
        builder.HasOne(metrics => metrics.User)
            .WithMany(user => user.PerformanceMetrics)
            .HasForeignKey(metrics => metrics.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(metrics => metrics.Strategy).WithMany(strategy => strategy.PerformanceMetrics)
            .HasForeignKey(metrics => metrics.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(metrics => new { metrics.UserId, metrics.StrategyId, metrics.Period, metrics.StartDate }, "idx_metrics_search")
            .IsUnique()
            .HasFilter("strategy_id IS NOT NULL");
        builder.HasIndex(metrics => new { metrics.UserId, metrics.Period, metrics.StartDate }, "uq_metrics_user").IsUnique()
            .HasFilter("strategy_id IS NULL");
        builder.HasIndex(metrics => metrics.StartDate);
        builder.HasIndex(metrics => metrics.EndDate);
        builder.HasIndex(metrics => metrics.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_performance_metrics_win_rate", "win_rate BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_performance_metrics_max_drawdown", "max_drawdown <= 0");
            table.HasCheckConstraint(
                "ck_performance_metrics_trades",
                "total_trades >= 0 AND winning_trades >= 0 AND losing_trades >= 0 AND winning_trades + losing_trades <= total_trades");
            table.HasCheckConstraint("ck_performance_metrics_end_date", "end_date >= start_date");
        });
    }
}
