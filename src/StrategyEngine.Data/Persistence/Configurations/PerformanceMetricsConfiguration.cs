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
        builder.Property(metrics => metrics.Currency).IsCurrency();
        builder.Property(metrics => metrics.InputHash).HasMaxLength(64);
        builder.Property(metrics => metrics.Fees).HasForm(AmountForm.Price);
        builder.Property(metrics => metrics.Funding).HasForm(AmountForm.Price);
        builder.Property(metrics => metrics.Turnover).HasForm(AmountForm.Volume);
        builder.HasIndex(
                metrics => new
                {
                    metrics.UserId,
                    metrics.Kind,
                    metrics.StrategyId,
                    metrics.Currency,
                    metrics.Period,
                    metrics.StartDate,
                },
                "idx_metrics_search")
            .IsUnique()
            .HasFilter("run_id IS NULL AND strategy_id IS NOT NULL");
        builder.HasIndex(
                metrics => new { metrics.UserId, metrics.Kind, metrics.Currency, metrics.Period, metrics.StartDate }, "uq_metrics_user")
            .IsUnique()
            .HasFilter("run_id IS NULL AND strategy_id IS NULL");
        builder.HasIndex(
                metrics => new { metrics.RunId, metrics.StrategyId, metrics.Currency, metrics.Period, metrics.StartDate },
                "uq_metrics_run_strategy")
            .IsUnique()
            .HasFilter("run_id IS NOT NULL AND strategy_id IS NOT NULL");
        builder.HasIndex(metrics => new { metrics.RunId, metrics.Currency, metrics.Period, metrics.StartDate }, "uq_metrics_run")
            .IsUnique()
            .HasFilter("run_id IS NOT NULL AND strategy_id IS NULL");
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
            table.HasCheckConstraint("ck_performance_metrics_exposure", "exposure BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_performance_metrics_formula_version", "formula_version >= 1");
            table.HasCheckConstraint("ck_performance_metrics_end_date", "end_date >= start_date");
        });
    }
}
