using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class OrderEventConfiguration : IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<OrderEvent> builder)
    {
        builder.ToTable("order_events");
        builder.Property(change => change.StatusText).HasMaxLength(200);
        builder.Property(change => change.RejectReason).HasMaxLength(500);
        builder.Property(change => change.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(change => change.Price).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(change => change.StopPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(change => change.ReportedFilledQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.HasOne(change => change.Order).WithMany(order => order.Events).HasForeignKey(change => change.OrderId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(change => new { change.OrderId, change.OccurredAt });
        builder.HasIndex(change => change.CreatedAt);
    }
}
