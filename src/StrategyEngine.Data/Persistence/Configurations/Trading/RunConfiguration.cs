using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.ToTable("runs");
        builder.JsonProperty(run => run.Parameters);
        builder.Property(run => run.StrategyVersion).HasMaxLength(100);
        builder.Property(run => run.CodeVersion).HasMaxLength(100);
        builder.Property(run => run.CreatedBy).HasMaxLength(200);
        builder.Property(run => run.UpdatedBy).HasMaxLength(200);
        builder.HasOne(run => run.User).WithMany().HasForeignKey(run => run.UserId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(run => run.Account).WithMany().HasForeignKey(run => run.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(run => run.Strategy).WithMany().HasForeignKey(run => run.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(run => new { run.UserId, run.Kind, run.StartedAt });
        builder.HasIndex(run => new { run.StrategyId, run.StartedAt });
        builder.HasIndex(run => run.AccountId);
        builder.HasIndex(run => run.CreatedAt);
        builder.ToTable(table => table.HasCheckConstraint("ck_runs_ended_at", "ended_at >= started_at"));
    }
}
