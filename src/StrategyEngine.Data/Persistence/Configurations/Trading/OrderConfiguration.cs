using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("orders");
        builder.Property(order => order.ClientOrderId).HasMaxLength(100);
        builder.Property(order => order.ExchangeOrderId).HasMaxLength(100);
        builder.Property(order => order.OneCancelsOtherGroup).HasMaxLength(100);
        builder.Property(order => order.StatusText).HasMaxLength(200);
        builder.Property(order => order.RejectReason).HasMaxLength(500);
        builder.Property(order => order.Price).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(order => order.StopPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(order => order.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(order => order.FilledQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(order => order.FilledValue).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(order => order.ReportedFilledQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(order => order.AveragePrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(order => order.DecisionPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Ignore(order => order.IsTerminal);
        builder.HasOne(order => order.Account).WithMany().HasForeignKey(order => order.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(order => order.Asset).WithMany().HasForeignKey(order => order.AssetId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Run>().WithMany().HasForeignKey(order => order.RunId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Strategy>().WithMany().HasForeignKey(order => order.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Signal>().WithMany().HasForeignKey(order => order.SignalId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Order>().WithMany().HasForeignKey(order => order.ParentOrderId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(order => new { order.AccountId, order.ClientOrderId }).IsUnique().HasFilter("client_order_id IS NOT NULL");
        builder.HasIndex(order => new { order.AccountId, order.AssetId, order.ExchangeOrderId }).IsUnique()
            .HasFilter("exchange_order_id IS NOT NULL");
        builder.HasIndex(order => new { order.AccountId, order.Status, order.PlacedAt });
        builder.HasIndex(order => new { order.AccountId, order.PlacedAt });
        builder.HasIndex(order => new { order.RunId, order.PlacedAt });
        builder.HasIndex(order => order.CreatedAt);
    }
}
