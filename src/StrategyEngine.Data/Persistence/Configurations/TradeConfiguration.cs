using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class TradeConfiguration : IEntityTypeConfiguration<Trade>
{
    public void Configure(EntityTypeBuilder<Trade> builder)
    {
        builder.ToTable("trades");
        builder.Property(trade => trade.Exchange).HasMaxLength(50);
        builder.Property(trade => trade.ClientOrderId).HasMaxLength(100);
        builder.Property(trade => trade.ExchangeOrderId).HasMaxLength(100);
        builder.Property(trade => trade.CreatedBy).HasMaxLength(200);
        builder.Property(trade => trade.UpdatedBy).HasMaxLength(200);
        builder.Property(trade => trade.Quantity).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.FilledQuantity).HasRule(AmountRule.NotNegative);
        builder.Property(trade => trade.LimitPrice).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.StopPrice).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.EntryPrice).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.ExitPrice).HasRule(AmountRule.Positive);
        builder.Navigation(trade => trade.Executions).HasField("_executions");
        builder.HasOne(trade => trade.User)
            .WithMany(user => user.Trades)
            .HasForeignKey(trade => trade.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(trade => trade.Asset)
            .WithMany(asset => asset.Trades)
            .HasForeignKey(trade => trade.AssetId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Strategy)
            .WithMany(strategy => strategy.Trades)
            .HasForeignKey(trade => trade.StrategyId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Signal).WithMany().HasForeignKey(trade => trade.SignalId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Trade>().WithMany().HasForeignKey(trade => trade.ParentTradeId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(trade => new { trade.UserId, trade.StrategyId, trade.Status, trade.OpenedAt }, "idx_trade_search");
        builder.HasIndex(trade => new { trade.StrategyId, trade.OpenedAt });
        builder.HasIndex(trade => new { trade.UserId, trade.Exchange, trade.ClientOrderId }, "uq_trades_client_order").IsUnique()
            .HasFilter("client_order_id IS NOT NULL");
        builder.HasIndex(trade => trade.Status);
        builder.HasIndex(trade => trade.OpenedAt);
        builder.HasIndex(trade => trade.ClosedAt);
        builder.HasIndex(trade => trade.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_trades_closed_at", "closed_at >= opened_at");
            table.HasCheckConstraint("ck_trades_duration_seconds", "duration_seconds >= 0");
        });
    }
}
