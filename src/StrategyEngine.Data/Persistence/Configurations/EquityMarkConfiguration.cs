using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class EquityMarkConfiguration : IEntityTypeConfiguration<EquityMark>
{
    public void Configure(EntityTypeBuilder<EquityMark> builder)
    {
        builder.ToTable("equity_marks");

        // Derived from what tells marks apart, so that the key is unique for the scope too, whichever part of it is null.
        builder.Property(mark => mark.Id).ValueGeneratedNever().UsePropertyAccessMode(PropertyAccessMode.PreferProperty);
        builder.Property(mark => mark.Currency).IsCurrency();
        builder.HasOne(mark => mark.User).WithMany().HasForeignKey(mark => mark.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(mark => new { mark.UserId, mark.Kind, mark.RunId, mark.Instant }, "idx_equity_mark_search");
    }
}
