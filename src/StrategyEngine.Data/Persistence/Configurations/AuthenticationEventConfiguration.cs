using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AuthenticationEventConfiguration : IEntityTypeConfiguration<AuthenticationEvent>
{
    public void Configure(EntityTypeBuilder<AuthenticationEvent> builder)
    {
        builder.ToTable("authentication_events");

        // In the order of time, so that an entry is appended to one place, and found and cleaned up there.
        builder.HasKey(entry => new { entry.OccurredAt, entry.Id });
        builder.HasAnnotation(StorageAnnotations.Clustered, true);
        builder.Property(entry => entry.Detail).HasMaxLength(120);

        // Refreshes are most of the record and the least of its news: they are found by time.
        builder.HasIndex(entry => new { entry.UserId, entry.OccurredAt }, "idx_authentication_user")
            .HasFilter("kind <> 'session_refreshed'");
    }
}
