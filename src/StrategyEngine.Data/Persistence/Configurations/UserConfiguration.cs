using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Username).HasMaxLength(100);
        builder.Property(user => user.NormalizedUsername).HasMaxLength(100);
        builder.Property(user => user.CreatedBy).HasMaxLength(200);
        builder.Property(user => user.UpdatedBy).HasMaxLength(200);
        builder.HasIndex(user => user.NormalizedUsername).IsUnique();
        builder.HasIndex(user => user.CreatedAt);
        builder.HasIndex(user => new { user.IsActive, user.CreatedAt }, "idx_user_active");
        builder.ToTable(table => table.HasCheckConstraint("ck_users_login_count", "login_count >= 0"));
    }
}
