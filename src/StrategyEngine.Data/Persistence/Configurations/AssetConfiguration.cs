using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AssetConfiguration : IEntityTypeConfiguration<Asset>
{
    public void Configure(EntityTypeBuilder<Asset> builder)
    {
        builder.ToTable("assets");
        builder.JsonProperty(asset => asset.Metadata);
        builder.JsonProperty(asset => asset.CryptoMetadata);
        builder.JsonProperty(asset => asset.ForexMetadata);
        builder.JsonProperty(asset => asset.StockMetadata);
        builder.Property(asset => asset.Symbol).HasMaxLength(50);
        builder.Property(asset => asset.Name).HasMaxLength(200);
        builder.Property(asset => asset.Exchange).HasMaxLength(50);
        builder.Property(asset => asset.TickSize).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.StepSize).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.MinNotional).HasRule(AmountRule.NotNegative);
        builder.Property(asset => asset.MinOrderAmount).HasRule(AmountRule.NotNegative);
        builder.Property(asset => asset.MaxOrderAmount).HasRule(AmountRule.Positive);
        builder.HasIndex(asset => new { asset.Symbol, asset.AssetClass, asset.Exchange }, "uq_asset_symbol_class").IsUnique();
        builder.HasIndex(asset => new { asset.AssetClass, asset.IsActive, asset.IsTradable }, "idx_asset_search");
        builder.HasIndex(asset => asset.Exchange);
        builder.HasIndex(asset => asset.IsActive);
        builder.HasIndex(asset => asset.IsTradable);
        builder.HasIndex(asset => asset.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_assets_price_precision", "price_precision BETWEEN 0 AND 8");
            table.HasCheckConstraint("ck_assets_amount_precision", "amount_precision BETWEEN 0 AND 8");
        });
    }
}
