using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class FillConfiguration : IEntityTypeConfiguration<Fill>
{
    public void Configure(EntityTypeBuilder<Fill> builder)
    {
        builder.ToTable("fills");
        builder.Property(fill => fill.FeeCurrency).IsCurrency();
        builder.Property(fill => fill.ExchangeOrderId).HasMaxLength(100);
        builder.Property(fill => fill.ClientOrderId).HasMaxLength(100);
        builder.Property(fill => fill.ExecutionId).HasMaxLength(100);
        builder.Property(fill => fill.Price).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(fill => fill.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(fill => fill.ContractSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(fill => fill.FeeAmount).HasForm(AmountForm.Price);
        builder.Property(fill => fill.FeeRate).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(fill => fill.ExcessQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Ignore(fill => fill.Fee);
        builder.HasOne(fill => fill.Account).WithMany().HasForeignKey(fill => fill.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(fill => fill.Asset).WithMany().HasForeignKey(fill => fill.AssetId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(fill => fill.Order).WithMany().HasForeignKey(fill => fill.OrderId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Run>().WithMany().HasForeignKey(fill => fill.RunId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Strategy>().WithMany().HasForeignKey(fill => fill.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(
            fill => new { fill.AccountId, fill.AssetId, fill.ExchangeOrderId, fill.ExecutionId, fill.Side }, "uq_fills_execution")
            .IsUnique();
        builder.HasIndex(fill => new { fill.AccountId, fill.AssetId, fill.Number }).IsUnique();
        builder.HasIndex(fill => new { fill.AccountId, fill.ExecutedAt });
        builder.HasIndex(fill => new { fill.RunId, fill.ExecutedAt });
        builder.HasIndex(fill => fill.OrderId);
        builder.HasIndex(fill => fill.CreatedAt);
    }
}
