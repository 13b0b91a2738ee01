using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.Property(entry => entry.Currency).IsCurrency();
        builder.Property(entry => entry.ExchangeId).HasMaxLength(100);
        builder.Property(entry => entry.Amount).HasForm(AmountForm.Price);
        builder.Ignore(entry => entry.IsExternal);
        builder.HasOne(entry => entry.Account).WithMany().HasForeignKey(entry => entry.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Run>().WithMany().HasForeignKey(entry => entry.RunId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Strategy>().WithMany().HasForeignKey(entry => entry.StrategyId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Asset>().WithMany().HasForeignKey(entry => entry.AssetId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(entry => new { entry.AccountId, entry.Kind, entry.ExchangeId }).IsUnique();
        builder.HasIndex(entry => new { entry.AccountId, entry.OccurredAt });
        builder.HasIndex(entry => new { entry.RunId, entry.OccurredAt });
        builder.HasIndex(entry => entry.CreatedAt);
    }
}
