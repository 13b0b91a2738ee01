using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class CandleCoverageBlockConfiguration : IEntityTypeConfiguration<CandleCoverageBlock>
{
    public void Configure(EntityTypeBuilder<CandleCoverageBlock> builder)
    {
        builder.ToTable("candle_coverage");
        builder.HasAnnotation(StorageAnnotations.Clustered, true);
        builder.HasKey(block => new { block.AssetId, block.Timeframe, block.BlockStart });
        builder.Property(block => block.Timeframe).HasConversion(new TimeframeConverter()).HasMaxLength(3);
        builder.Property(block => block.Slots).HasMaxLength(CoverageSlots.BlockBytes);
        builder.HasOne<Asset>().WithMany().HasForeignKey(block => block.AssetId).OnDelete(DeleteBehavior.Cascade);
    }
}
