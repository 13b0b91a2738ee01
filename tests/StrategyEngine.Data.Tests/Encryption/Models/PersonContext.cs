using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>A context whose model depends on its class alone, so that rings use it one after another.</summary>
internal sealed class PersonContext(DbContextOptions<PersonContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyEncryptionTables();
        modelBuilder.Entity<Person>().ToTable("people");
    }
}
