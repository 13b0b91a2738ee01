using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class IndicatorStateConfiguration : IEntityTypeConfiguration<IndicatorState>
{
    public void Configure(EntityTypeBuilder<IndicatorState> builder)
    {
        builder.ToTable("indicator_states");
        builder.HasKey(state => new { state.AssetId, state.Timeframe, state.IndicatorVersion });
        builder.Property(state => state.Settings).HasMaxLength(400);
        builder.Property(state => state.CandleHash).HasMaxLength(32);
        builder.HasOne<Asset>().WithMany().HasForeignKey(state => state.AssetId).OnDelete(DeleteBehavior.Cascade);
        builder.ToTable(table => table.HasCheckConstraint("ck_indicator_states_indicator_version", "indicator_version >= 1"));
    }
}
