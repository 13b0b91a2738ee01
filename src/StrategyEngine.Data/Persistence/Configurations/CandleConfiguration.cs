using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class CandleConfiguration : IEntityTypeConfiguration<Candle>
{
    public void Configure(EntityTypeBuilder<Candle> builder)
    {
        builder.ToTable("market_data");
        builder.HasAnnotation(StorageAnnotations.Clustered, true);
        builder.HasKey(candle => new { candle.AssetId, candle.Timeframe, candle.OpenTime });
        builder.Property(candle => candle.Timeframe).HasConversion(new TimeframeConverter()).HasMaxLength(3);
        builder.Property(candle => candle.Open).HasForm(AmountForm.Price);
        builder.Property(candle => candle.High).HasForm(AmountForm.Price);
        builder.Property(candle => candle.Low).HasForm(AmountForm.Price);
        builder.Property(candle => candle.Close).HasForm(AmountForm.Price);
        builder.Property(candle => candle.Volume).HasForm(AmountForm.Volume);
        builder.Property(candle => candle.QuoteVolume).HasForm(AmountForm.Volume);
        builder.HasOne<Asset>().WithMany().HasForeignKey(candle => candle.AssetId).OnDelete(DeleteBehavior.Cascade);
    }
}
