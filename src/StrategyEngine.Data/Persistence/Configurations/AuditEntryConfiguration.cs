using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.JsonProperty(entry => entry.Changes);
        builder.Property(entry => entry.Actor).HasMaxLength(200);
        builder.Property(entry => entry.EntityType).HasMaxLength(100);
        builder.HasIndex(entry => new { entry.EntityType, entry.EntityId, entry.OccurredAt }, "idx_audit_entity");
        builder.HasIndex(entry => entry.OccurredAt);
    }
}
