using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StrategyEngine.Data.Encryption;

internal sealed class EncryptionJobConfiguration : IEntityTypeConfiguration<EncryptionJob>
{
    public void Configure(EntityTypeBuilder<EncryptionJob> builder)
    {
        builder.ToTable("encryption_jobs");
        builder.HasKey(job => job.Table).HasName("pk_encryption_jobs");
        builder.Property(job => job.Table).HasColumnName("table_name").HasMaxLength(256);
        builder.Property(job => job.TargetKeyId).HasColumnName("target_key_id");
        builder.Property(job => job.Cursor).HasColumnName("cursor");
        builder.Property(job => job.Pass).HasColumnName("pass");
        builder.Property(job => job.Scanned).HasColumnName("scanned");
        builder.Property(job => job.Rewritten).HasColumnName("rewritten");
        builder.Property(job => job.Conflicts).HasColumnName("conflicts");
        builder.Property(job => job.Failed).HasColumnName("failed");
        builder.Property(job => job.StartedAt).HasColumnName("started_at");
        builder.Property(job => job.UpdatedAt).HasColumnName("updated_at");
        builder.Property(job => job.CompletedAt).HasColumnName("completed_at");
    }
}
