using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class TradeExecutionConfiguration : IEntityTypeConfiguration<TradeExecution>
{
    public void Configure(EntityTypeBuilder<TradeExecution> builder)
    {
        builder.ToTable("trade_executions");
        builder.Property(execution => execution.Price).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.Quantity).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.CommissionAsset).HasMaxLength(20);
        builder.Property(execution => execution.ExchangeOrderId).HasMaxLength(100);
        builder.Property(execution => execution.ExchangeExecutionId).HasMaxLength(100);
        builder.HasOne(execution => execution.Trade)
            .WithMany(trade => trade.Executions)
            .HasForeignKey(execution => execution.TradeId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(execution => new { execution.TradeId, execution.ExchangeExecutionId }, "uq_trade_executions_exchange_id")
            .IsUnique()
            .HasFilter("exchange_execution_id IS NOT NULL");
        builder.HasIndex(execution => execution.ExecutedAt);
        builder.HasIndex(execution => execution.CreatedAt);
    }
}
