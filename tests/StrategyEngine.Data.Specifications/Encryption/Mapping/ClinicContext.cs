using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>A context of an application that has nothing to do with trading, and says nothing of encryption but its attributes.</summary>
public sealed class ClinicContext(DbContextOptions<ClinicContext> options) : DbContext(options)
{
    public DbSet<Patient> Patients => Set<Patient>();

    public DbSet<Visit> Visits => Set<Visit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Visit>().HasKey(visit => new { visit.Day, visit.Ward, visit.Number });
}
