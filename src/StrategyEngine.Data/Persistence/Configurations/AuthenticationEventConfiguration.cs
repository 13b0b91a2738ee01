using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AuthenticationEventConfiguration : IEntityTypeConfiguration<AuthenticationEvent>
{
    public void Configure(EntityTypeBuilder<AuthenticationEvent> builder)
    {
        builder.ToTable("authentication_events");
        builder.Property(entry => entry.Detail).HasMaxLength(120);
        builder.HasIndex(entry => new { entry.UserId, entry.OccurredAt }, "idx_authentication_user");
        builder.HasIndex(entry => entry.OccurredAt);
    }
}
