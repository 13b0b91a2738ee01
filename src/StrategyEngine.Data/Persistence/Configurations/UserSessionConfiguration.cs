using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class UserSessionConfiguration : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions");
        builder.Property(session => session.RefreshHash).HasMaxLength(32);
        builder.Property(session => session.RefreshPreviousHash).HasMaxLength(32);
        builder.Property(session => session.RefreshSalt).HasMaxLength(32);
        builder.Property(session => session.Scopes).HasMaxLength(1000);
        builder.Property(session => session.AuthenticationMethods).HasMaxLength(100);
        builder.HasOne(session => session.User)
            .WithMany(user => user.Sessions)
            .HasForeignKey(session => session.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.CreatedAt);
        builder.HasIndex(session => session.AbsoluteExpiresAt, "idx_session_expires");
        builder.HasIndex(session => session.IdleExpiresAt);
        builder.HasIndex(session => new { session.UserId, session.RevokedAt, session.LastSeenAt }, "idx_session_user_active");
        builder.ToTable(table => table.HasCheckConstraint("ck_user_sessions_generation", "generation >= 0"));
    }
}
