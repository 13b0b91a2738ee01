using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class RunSeriesConfiguration : IEntityTypeConfiguration<RunSeries>
{
    public void Configure(EntityTypeBuilder<RunSeries> builder)
    {
        builder.ToTable("run_series");
        builder.Property(series => series.From).HasColumnName("from_time");
        builder.Property(series => series.To).HasColumnName("to_time");
        builder.Property(series => series.CoverageHash).HasMaxLength(64);
        builder.HasOne(series => series.Run).WithMany(run => run.Series).HasForeignKey(series => series.RunId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Asset>().WithMany().HasForeignKey(series => series.AssetId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(series => new { series.RunId, series.AssetId, series.Timeframe, series.From }).IsUnique();
        builder.HasIndex(series => series.CreatedAt);
        builder.ToTable(table => table.HasCheckConstraint("ck_run_series_to_time", "to_time > from_time"));
    }
}
