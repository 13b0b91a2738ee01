using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class TradeExecutionConfiguration : IEntityTypeConfiguration<TradeExecution>
{
    public void Configure(EntityTypeBuilder<TradeExecution> builder)
    {
        builder.ToTable("trade_executions");
        builder.Property(execution => execution.FeeCurrency).IsCurrency();
        builder.Property(execution => execution.Price).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.ContractSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.FeeAmount).HasForm(AmountForm.Price);
        builder.Property(execution => execution.FeeRate).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(execution => execution.GrossPnl).HasForm(AmountForm.Price);
        builder.Property(execution => execution.ExchangeOrderId).HasMaxLength(100);
        builder.Property(execution => execution.ExchangeExecutionId).HasMaxLength(100);
        builder.Ignore(execution => execution.Fee);
        builder.HasOne(execution => execution.Trade)
            .WithMany(trade => trade.Executions)
            .HasForeignKey(execution => execution.TradeId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Fill>().WithMany().HasForeignKey(execution => execution.FillId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(
                execution => new { execution.TradeId, execution.ExchangeOrderId, execution.ExchangeExecutionId, execution.Side },
                "uq_trade_executions_exchange_id")
            .IsUnique()
            .HasFilter("exchange_execution_id IS NOT NULL");
        builder.HasIndex(execution => execution.FillId);
        builder.HasIndex(execution => execution.ExecutedAt);
        builder.HasIndex(execution => execution.CreatedAt);
    }
}
