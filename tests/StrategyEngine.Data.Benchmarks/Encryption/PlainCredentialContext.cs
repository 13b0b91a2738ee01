using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>The same rows without anything of the library's.</summary>
internal sealed class PlainCredentialContext(DbContextOptions<PlainCredentialContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<PlainCredential>().ToTable("plain");
}
