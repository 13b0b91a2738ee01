using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class PositionConfiguration : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> builder)
    {
        builder.ToTable("positions");
        builder.Property(position => position.Currency).IsCurrency();
        builder.Property(position => position.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(position => position.AveragePrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(position => position.Cost).HasForm(AmountForm.Price);
        builder.Property(position => position.DustQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(position => position.DustCost).HasForm(AmountForm.Price);
        builder.Property(position => position.ContractSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(position => position.Leverage).HasRule(AmountRule.Positive);
        builder.Property(position => position.LiquidationPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.HasOne(position => position.Account).WithMany().HasForeignKey(position => position.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(position => position.Asset).WithMany().HasForeignKey(position => position.AssetId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Strategy>().WithMany().HasForeignKey(position => position.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Trade>().WithMany().HasForeignKey(position => position.TradeId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(
            position => new { position.AccountId, position.AssetId, position.StrategyId, position.Side }, "uq_positions_strategy")
            .IsUnique()
            .HasFilter("strategy_id IS NOT NULL");
        builder.HasIndex(position => new { position.AccountId, position.AssetId, position.Side }, "uq_positions_unclaimed")
            .IsUnique()
            .HasFilter("strategy_id IS NULL");
        builder.HasIndex(position => position.CreatedAt);
    }
}
