using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class IndicatorValuesConfiguration : IEntityTypeConfiguration<IndicatorValues>
{
    public void Configure(EntityTypeBuilder<IndicatorValues> builder)
    {
        builder.ToTable("indicator_values");
        builder.HasAnnotation(StorageAnnotations.Clustered, true);
        builder.HasKey(values => new { values.AssetId, values.Timeframe, values.OpenTime, values.IndicatorVersion });
        builder.Property(values => values.Timeframe).HasConversion(new TimeframeConverter()).HasMaxLength(3);
        builder.Property(values => values.BollingerUpper).HasForm(AmountForm.Price);
        builder.Property(values => values.BollingerMiddle).HasForm(AmountForm.Price);
        builder.Property(values => values.BollingerLower).HasForm(AmountForm.Price);
        builder.Property(values => values.Sma).HasForm(AmountForm.Price);
        builder.Property(values => values.Ema).HasForm(AmountForm.Price);
        builder.Property(values => values.Wma).HasForm(AmountForm.Price);
        builder.Property(values => values.Smma).HasForm(AmountForm.Price);
        builder.HasOne<Asset>().WithMany().HasForeignKey(values => values.AssetId).OnDelete(DeleteBehavior.Cascade);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_indicator_values_indicator_version", "indicator_version >= 1");
            table.HasCheckConstraint("ck_indicator_values_rsi", "rsi BETWEEN 0 AND 100");
        });
    }
}
