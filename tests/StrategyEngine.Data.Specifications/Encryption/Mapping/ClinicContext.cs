using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>A context of an application that has nothing to do with trading, and says nothing of encryption but its attributes.</summary>
public sealed class ClinicContext(DbContextOptions<ClinicContext> options) : DbContext(options)
{
    public DbSet<Patient> Patients => Set<Patient>();

    public DbSet<Visit> Visits => Set<Visit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Visit>().HasKey(visit => new { visit.Day, visit.Ward, visit.Number });
}

public sealed class Patient
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    [Encrypted, BlindIndex(Unique = true, Normalizer = BlindIndexNormalizer.TrimLower)]
    public string Email { get; set; } = "";

    [Encrypted]
    public DateOnly Born { get; set; }

    [Encrypted]
    public decimal? Weight { get; set; }

    [Encrypted]
    public JsonObject? Chart { get; set; }

    [Encrypted]
    public Contact? Contact { get; set; }

    [Encrypted]
    public Secret<string>? Pin { get => field?.For(Id); set; }

    public List<Visit> Visits { get; } = [];
}

public sealed record Contact(string Name, string Phone);

public enum Ward
{
    Surgery,
    Maternity,
}

public sealed class Visit
{
    public DateOnly Day { get; set; }

    public Ward Ward { get; set; }

    public int Number { get; set; }

    public Guid PatientId { get; set; }

    [Encrypted]
    public string? Place { get; set; }

    [Encrypted]
    public Secret<string>? Note { get => field?.For(Day, Ward, Number); set; }
}
