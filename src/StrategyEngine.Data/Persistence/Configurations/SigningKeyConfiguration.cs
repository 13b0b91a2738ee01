using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_keys");
        builder.Property(key => key.Algorithm).HasMaxLength(16);
        builder.HasIndex(key => new { key.Algorithm, key.Epoch }).IsUnique();
        builder.ToTable(table => table.HasCheckConstraint("ck_signing_keys_epoch", "epoch >= 1"));
    }
}
