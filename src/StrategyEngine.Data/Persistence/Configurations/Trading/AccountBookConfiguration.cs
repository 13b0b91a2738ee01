using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class AccountBookConfiguration : IEntityTypeConfiguration<AccountBook>
{
    public void Configure(EntityTypeBuilder<AccountBook> builder)
    {
        builder.ToTable("account_books");
        builder.HasOne<TradingAccount>().WithMany().HasForeignKey(book => book.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Asset>().WithMany().HasForeignKey(book => book.AssetId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(book => new { book.AccountId, book.AssetId }).IsUnique();
        builder.HasIndex(book => book.CreatedAt);
    }
}
