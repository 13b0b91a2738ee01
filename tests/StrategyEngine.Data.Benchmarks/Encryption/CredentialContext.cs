using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Benchmarks.Encryption;

internal sealed class CredentialContext(DbContextOptions<CredentialContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EncryptedCredential>().ToTable("encrypted");
        modelBuilder.Entity<SecretCredential>().ToTable("secret");
    }
}
