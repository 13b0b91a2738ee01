using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class ServiceCredentialConfiguration : IEntityTypeConfiguration<ServiceCredential>
{
    public void Configure(EntityTypeBuilder<ServiceCredential> builder)
    {
        builder.ToTable("service_credentials");
        builder.Property(credential => credential.Name).HasMaxLength(100);
        builder.Property(credential => credential.SecretHash).HasMaxLength(32);
        builder.Property(credential => credential.Scopes).HasMaxLength(1000);
        builder.Property(credential => credential.Networks).HasMaxLength(1000);
        builder.HasOne(credential => credential.User)
            .WithMany()
            .HasForeignKey(credential => credential.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(credential => new { credential.UserId, credential.CreatedAt });
    }
}
