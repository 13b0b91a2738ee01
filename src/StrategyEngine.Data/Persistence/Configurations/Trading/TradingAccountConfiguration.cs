using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class TradingAccountConfiguration : IEntityTypeConfiguration<TradingAccount>
{
    public void Configure(EntityTypeBuilder<TradingAccount> builder)
    {
        builder.ToTable("trading_accounts");
        builder.Property(account => account.Exchange).HasMaxLength(50);
        builder.Property(account => account.Name).HasMaxLength(200);
        builder.Property(account => account.ExchangeAccountId).HasMaxLength(100);
        builder.Property(account => account.CreatedBy).HasMaxLength(200);
        builder.Property(account => account.UpdatedBy).HasMaxLength(200);
        builder.HasOne(account => account.User).WithMany().HasForeignKey(account => account.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ExchangeCredential>()
            .WithMany()
            .HasForeignKey(account => account.ExchangeCredentialId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(account => new { account.UserId, account.Exchange, account.Kind, account.Name }).IsUnique();
        builder.HasIndex(account => account.CreatedAt);
    }
}
