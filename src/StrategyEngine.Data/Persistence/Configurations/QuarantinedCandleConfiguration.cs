using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class QuarantinedCandleConfiguration : IEntityTypeConfiguration<QuarantinedCandle>
{
    private const int LongestDecimal = 31;

    public void Configure(EntityTypeBuilder<QuarantinedCandle> builder)
    {
        builder.ToTable("candle_quarantine");
        builder.Property(candle => candle.Id).ValueGeneratedNever();
        foreach (var amount in (string[])[
            nameof(QuarantinedCandle.Open), nameof(QuarantinedCandle.High), nameof(QuarantinedCandle.Low), nameof(QuarantinedCandle.Close),
            nameof(QuarantinedCandle.Volume), nameof(QuarantinedCandle.QuoteVolume),
        ])
        {
            builder.Property<string>(amount).HasMaxLength(LongestDecimal);
        }

        builder.Property(candle => candle.Field).HasMaxLength(20);
        builder.HasIndex(candle => new { candle.AssetId, candle.Timeframe, candle.OpenTime });
        builder.HasOne<Asset>().WithMany().HasForeignKey(candle => candle.AssetId).OnDelete(DeleteBehavior.Cascade);
    }
}
