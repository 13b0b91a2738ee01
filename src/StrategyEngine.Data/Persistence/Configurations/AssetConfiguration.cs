using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AssetConfiguration : IEntityTypeConfiguration<Asset>
{
    public void Configure(EntityTypeBuilder<Asset> builder)
    {
        builder.ToTable("assets");
        builder.Property(asset => asset.BaseCurrency).IsCurrency();
        builder.Property(asset => asset.QuoteCurrency).IsCurrency();
        builder.Property(asset => asset.SettlementCurrency).IsCurrency();
        builder.JsonProperty(asset => asset.Metadata);
        builder.JsonProperty(asset => asset.CryptoMetadata);
        builder.JsonProperty(asset => asset.ForexMetadata);
        builder.JsonProperty(asset => asset.StockMetadata);
        builder.Property(asset => asset.Symbol).HasMaxLength(50);
        builder.Property(asset => asset.Name).HasMaxLength(200);
        builder.Property(asset => asset.Exchange).HasMaxLength(50);
        builder.Property(asset => asset.ContractSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.TickSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.StepSize).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.MinQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(asset => asset.MaxQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(asset => asset.MinNotional).HasRule(AmountRule.NotNegative);
        builder.Property(asset => asset.MaxNotional).HasRule(AmountRule.Positive);
        builder.HasIndex(asset => new { asset.Symbol, asset.AssetClass, asset.Exchange, asset.Market }, "uq_asset_symbol_class").IsUnique();
        builder.HasIndex(asset => new { asset.AssetClass, asset.IsActive, asset.Status }, "idx_asset_search");
        builder.HasIndex(asset => asset.Exchange);
        builder.HasIndex(asset => asset.IsActive);
        builder.HasIndex(asset => asset.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_assets_price_precision", "price_precision BETWEEN 0 AND 12");
            table.HasCheckConstraint("ck_assets_quantity_precision", "quantity_precision BETWEEN 0 AND 12");
        });
    }
}
