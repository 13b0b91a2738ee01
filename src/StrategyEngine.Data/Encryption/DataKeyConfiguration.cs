using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StrategyEngine.Data.Encryption;

internal sealed class DataKeyConfiguration : IEntityTypeConfiguration<DataKey>
{
    public void Configure(EntityTypeBuilder<DataKey> builder)
    {
        builder.ToTable("encryption_data_keys");
        builder.HasKey(key => key.KeyId).HasName("pk_encryption_data_keys");
        builder.Property(key => key.KeyId).HasColumnName("key_id").ValueGeneratedNever();
        builder.Property(key => key.Purpose).HasColumnName("purpose").HasMaxLength(32).IsUnicode(false);
        builder.Property(key => key.Generation).HasColumnName("generation");
        builder.Property(key => key.State).HasColumnName("state").HasMaxLength(16).IsUnicode(false)
            .HasConversion(state => DataKeyStateText.Write(state), text => DataKeyStateText.Read(text));
        builder.Property(key => key.Wrapped).HasColumnName("wrapped");
        builder.Property(key => key.KekId).HasColumnName("kek_id");
        builder.Property(key => key.CheckValue).HasColumnName("check_value").HasMaxLength(32);
        builder.Property(key => key.CreatedAt).HasColumnName("created_at");
        builder.Property(key => key.ActivatedAt).HasColumnName("activated_at");
        builder.Property(key => key.RetiredAt).HasColumnName("retired_at");
        builder.HasIndex(key => key.Purpose, "ux_encryption_data_keys_active").IsUnique().HasFilter("state = 'active'");
        builder.HasIndex(key => new { key.Purpose, key.Generation }, "ux_encryption_data_keys_generation").IsUnique();
    }
}
