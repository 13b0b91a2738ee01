using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Encrypted properties wherever a query can find them: complex and owned types, hierarchies, navigations, keyless rows.</summary>
internal sealed class GuardContext(DbContextOptions<GuardContext> options) : DbContext(options)
{
    public DbSet<Owner> Owners => Set<Owner>();

    public DbSet<Item> Items => Set<Item>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<Animal> Animals => Set<Animal>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Keyless> Notes => Set<Keyless>();

    public static string Marked(string? text) => throw new InvalidOperationException("Runs in the database: " + text?.Length);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyEncryptionTables();
        modelBuilder.Entity<Owner>().ComplexProperty(owner => owner.Address);
        modelBuilder.Entity<Owner>().OwnsOne(owner => owner.Profile);
        modelBuilder.Entity<Owner>().HasMany(owner => owner.Labels).WithMany(label => label.Owners);
        modelBuilder.Entity<Dog>();
        modelBuilder.Entity<Cat>();
        modelBuilder.Entity<Card>().ToTable("cards");
        modelBuilder.Entity<Keyless>().HasNoKey().ToView("keyless");
        modelBuilder.HasDbFunction(typeof(GuardContext).GetMethod(nameof(Marked))!).HasName("lower");
    }

    internal interface IHasNote
    {
        string? Note { get; }
    }

    internal abstract class Entity<TKey>
    {
        public TKey Id { get; set; } = default!;

        public string Name { get; set; } = "";
    }

    internal abstract class NotedEntity : Entity<int>
    {
        [Encrypted]
        public string? Note { get; set; }
    }

    internal sealed class Owner : NotedEntity, IHasNote
    {
        public int Number { get; set; }

        public string? Plain { get; set; }

        [Encrypted, BlindIndex]
        public string? Email { get; set; }

        [Encrypted]
        public string? Remark { get; set; }

        [Encrypted]
        public int Score { get; set; }

        [Encrypted]
        public int? Rank { get; set; }

        [Encrypted]
        public bool Flag { get; set; }

        [Encrypted]
        public byte? Small { get; set; }

        [Encrypted]
        public DayOfWeek? Day { get; set; }

        [Encrypted]
        public DateTime? Moment { get; set; }

        [Encrypted]
        public byte[]? Bytes { get; set; }

        [Encrypted]
        public List<string>? Tags { get; set; }

        public Address Address { get; set; } = new();

        public Profile? Profile { get; set; }

        public List<Item> Items { get; } = [];

        public List<Label> Labels { get; } = [];
    }

    internal sealed class Address
    {
        public string City { get; set; } = "";

        [Encrypted]
        public string? Street { get; set; }
    }

    internal sealed class Profile
    {
        public string Language { get; set; } = "";

        [Encrypted, BlindIndex]
        public string? Phone { get; set; }

        [Encrypted]
        public string? Text { get; set; }
    }

    internal sealed class Item : Entity<int>
    {
        public int? OwnerId { get; set; }

        public Owner? Owner { get; set; }

        public string? Plain { get; set; }

        [Encrypted]
        public string? Text { get; set; }
    }

    internal sealed class Label : Entity<int>
    {
        [Encrypted, BlindIndex]
        public string? Caption { get; set; }

        public List<Owner> Owners { get; } = [];
    }

    internal abstract class Animal : Entity<int>;

    internal sealed class Dog : Animal
    {
        [Encrypted]
        public string? Mark { get; set; }
    }

    internal sealed class Cat : Animal
    {
        public string? Mark { get; set; }
    }

    internal class Payment : Entity<int>;

    internal sealed class Card : Payment
    {
        [Encrypted, BlindIndex]
        public string? CardNumber { get; set; }
    }

    internal sealed class Keyless : IHasNote
    {
        [Encrypted]
        public string? Note { get; set; }

        public string? Plain { get; set; }
    }
}
