using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

internal sealed class AccountContext(DbContextOptions<AccountContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<AllTypes> AllTypes => Set<AllTypes>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyEncryptionTables();
        modelBuilder.Entity<Account>().ToTable("accounts");
        modelBuilder.Entity<Account>().Property(account => account.ApiSecret).HasColumnName("api_secret");
        modelBuilder.Entity<Order>().ToTable("orders").HasKey(order => new { order.Day, order.Venue, order.Number });
    }
}
