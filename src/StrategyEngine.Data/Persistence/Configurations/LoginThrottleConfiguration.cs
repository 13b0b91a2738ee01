using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class LoginThrottleConfiguration : IEntityTypeConfiguration<LoginThrottle>
{
    public void Configure(EntityTypeBuilder<LoginThrottle> builder)
    {
        builder.ToTable("login_throttles");
        builder.HasKey(throttle => throttle.Key);
        builder.Property(throttle => throttle.Key).HasMaxLength(32).ValueGeneratedNever();
        builder.HasIndex(throttle => throttle.NextAllowedAt);
        builder.ToTable(table => table.HasCheckConstraint("ck_login_throttles_failures", "failures >= 0"));
    }
}
