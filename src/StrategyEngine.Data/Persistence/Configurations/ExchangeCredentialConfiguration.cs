using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class ExchangeCredentialConfiguration : IEntityTypeConfiguration<ExchangeCredential>
{
    public void Configure(EntityTypeBuilder<ExchangeCredential> builder)
    {
        builder.ToTable("exchange_credentials");
        builder.Property(credential => credential.Exchange).HasMaxLength(50);
        builder.Property(credential => credential.Label).HasMaxLength(100);
        builder.Property(credential => credential.ApiKey).IsRequired();
        builder.Property(credential => credential.ApiSecret).IsRequired();
        builder.Property(credential => credential.CreatedBy).HasMaxLength(200);
        builder.Property(credential => credential.UpdatedBy).HasMaxLength(200);
        builder.HasOne(credential => credential.User)
            .WithMany(user => user.ApiKeys)
            .HasForeignKey(credential => credential.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(credential => new { credential.UserId, credential.Exchange, credential.Label }, "uq_exchange_credentials_label")
            .IsUnique();
        builder.HasIndex(credential => credential.CreatedAt);
    }
}
