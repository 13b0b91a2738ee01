using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class ModelValidationTests
{
    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, string message, Action<ModelBuilder> build) =>
            new TestCaseData(build, message).SetName("Refused: " + name);

        yield return Case("a secret that does not bind", "*field?.For(Id)*", model => model.Entity<Unbound>());
        yield return Case("a secret bound to another value", "*field?.For(Id)*", model => model.Entity<WronglyBound>());
        yield return Case("a getter that throws", "*field?.For(Id)*", model => model.Entity<Throwing>());
        yield return Case("a key made by the database", "*made by the database*", model => model.Entity<Numbered>());
        yield return Case(
            "a Guid key made by the database",
            "*made by the database*",
            model => model.Entity<Item>().Property(item => item.Id).HasDefaultValueSql("uuid()"));
        yield return Case("an encrypted key", "*a key cannot be encrypted*", model => model.Entity<Item>().HasKey(item => item.Text));
        yield return Case(
            "an encrypted alternate key", "*a key cannot be encrypted*", model => model.Entity<Item>().HasAlternateKey(item => item.Text));
        yield return Case(
            "a concurrency token", "*concurrency token*", model => model.Entity<Item>().Property(item => item.Text).IsConcurrencyToken());
        yield return Case("an index over ciphertext", "*[BlindIndex]*", model => model.Entity<Item>().HasIndex(item => item.Text));
        yield return Case(
            "a default value", "*default or computed*", model => model.Entity<Item>().Property(item => item.Text).HasDefaultValue("x"));
        yield return Case(
            "a computed value",
            "*default or computed*",
            model => model.Entity<Item>().Property(item => item.Text).HasComputedColumnSql("1"));
        yield return Case(
            "a conversion of one's own",
            "*HasConversion*",
            model => model.Entity<Item>().Property(item => item.Text).HasConversion(text => text + "!", text => text));
        yield return Case(
            "seed data", "*HasData*", model => model.Entity<Item>().HasData(new { Id = new Guid(1, 2, 3, new byte[8]), Text = "x" }));
        yield return Case("a malformed context", "*entity/property*", model => model.Entity<BadContext>());
        yield return Case("a blind index over a number", "*needs an [Encrypted] string*", model => model.Entity<NumberIndexed>());
        yield return Case(
            "a property inside JSON",
            "*JSON column*",
            model => model.Entity<Owner>().Ignore(owner => owner.Complex).OwnsOne(owner => owner.Owned, owned => owned.ToJson()));
        yield return Case(
            "a secret in a complex type",
            "*not into a complex type*",
            model => model.Entity<ComplexOwner>().ComplexProperty(owner => owner.Part));
        yield return Case(
            "a property that implements an encrypted one of an interface", "*interface*", model => model.Entity<Implementing>());
        yield return Case("a secret in an owned type", "*shadow key*", model => model.Entity<ComplexOwner>().OwnsOne(owner => owner.Part));
    }

    [TestCaseSource(nameof(Refused))]
    public void A_model_whose_encryption_cannot_hold_is_refused(Action<ModelBuilder> build, string message)
    {
        using var context = new BuiltContext(build);

        context.Invoking(c => c.Model).Should().Throw<EncryptionModelException>().WithMessage(message);
    }

    [Test]
    public void A_query_filter_on_an_encrypted_property_is_refused()
    {
        using var context = new BuiltContext(model => model.Entity<Item>().HasQueryFilter(item => item.Text == "x"));

        context.Invoking(c => c.Model).Should().Throw<EncryptedQueryException>();
    }

    [Test]
    public void A_query_filter_on_another_property_and_a_null_test_are_allowed()
    {
        using var context = new BuiltContext(
            model => model.Entity<Item>().HasQueryFilter(item => item.Text != null && item.Id != Guid.Empty));

        context.Model.FindEntityType(typeof(Item)).Should().NotBeNull();
    }

    [Test]
    public void Complex_and_owned_types_and_inheritance_are_encrypted_too()
    {
        using var context = new BuiltContext(model =>
        {
            model.Entity<Owner>().OwnsOne(owner => owner.Owned);
            model.Entity<Owner>().ComplexProperty(owner => owner.Complex);
            model.Entity<Base>();
            model.Entity<Derived>();
        });

        var script = context.Database.GenerateCreateScript();

        foreach (var column in (string[])["Owned_Text", "Complex_Text", "BaseText", "DerivedText"])
            script.Should().Contain($"\"{column}\" BLOB");
    }

    [Test]
    public void A_column_for_a_text_of_limited_length_is_sized_for_the_envelope()
    {
        using var context = new BuiltContext(model => model.Entity<Item>().Property(item => item.Text).HasMaxLength(100));

        context.Model.FindEntityType(typeof(Item))!.FindProperty(nameof(Item.Text))!.GetMaxLength().Should().Be(335);
    }

    [Test]
    public void A_property_that_overrides_an_encrypted_one_is_encrypted()
    {
        using var database = new EncryptedDatabase();
        using var version = new AppVersion(database, model => model.Entity<Overriding>().ToTable("overriding"));
        version.CreateTables();
        version.Add(new Overriding { Note = "clear text", Email = "A@b.c" });

        FieldProtector.IsEncrypted(database.Scalar<byte[]>("SELECT \"Note\" FROM overriding")).Should().BeTrue();
        FieldProtector.IsEncrypted(database.Scalar<byte[]>("SELECT \"Email\" FROM overriding")).Should().BeTrue();
        version.Read<Overriding>().Single().Note.Should().Be("clear text");
        using var context = version.NewContext();
        context.Set<Overriding>().Count(row => row.Email == "a@B.c").Should().Be(1);
    }

    [Test]
    public void A_property_that_implements_an_encrypted_one_and_is_encrypted_itself_is_allowed()
    {
        using var context = new BuiltContext(model => model.Entity<RightlyImplementing>());

        context.Database.GenerateCreateScript().Should().Contain("\"Number\" BLOB");
    }

    [Test]
    public async Task Types_of_a_hierarchy_may_share_an_encrypted_column()
    {
        using var database = new EncryptedDatabase();
        using var version = new AppVersion(database, model =>
        {
            model.Entity<Animal>().ToTable("animals");
            model.Entity<Dog>().Property(dog => dog.Tag).HasColumnName("tag");
            model.Entity<Cat>().Property(cat => cat.Tag).HasColumnName("tag");
        });
        version.CreateTables();
        version.Add(new Dog { Tag = "d" }, new Cat { Tag = "c" });
        await version.Keys.VerifyAsync();
        await version.Keys.RotateDataKeyAsync();
        (await version.Keys.ReencryptAsync()).IsComplete.Should().BeTrue();

        version.Read<Dog>().Single().Tag.Should().Be("d");
        version.Read<Cat>().Single().Tag.Should().Be("c");
        using var context = version.NewContext();
        context.Set<Dog>().Single(dog => dog.Tag == "d").Tag = "changed";
        context.SaveChanges();
        context.Set<Dog>().Count(dog => dog.Tag == "changed").Should().Be(1);
        context.Set<Cat>().Count(cat => cat.Tag == "changed").Should().Be(0);
    }

    [Test]
    public void Blind_indexes_of_owned_types_in_one_table_have_columns_of_their_own()
    {
        using var database = new EncryptedDatabase();
        using var version = new AppVersion(database, model =>
        {
            model.Entity<Resident>().ToTable("residents").OwnsOne(resident => resident.Home);
            model.Entity<Resident>().OwnsOne(resident => resident.Work);
        });
        version.CreateTables();
        version.Add(
            new Resident { Street = "a", Home = new Address { Street = "b" }, Work = new Address { Street = "c" } },
            new Resident { Home = new Address { Street = "a" } });

        using var context = version.NewContext();
        context.Set<Resident>().Count(resident => resident.Street == "a").Should().Be(1);
        context.Set<Resident>().Count(resident => resident.Home!.Street == "a").Should().Be(1);
        context.Set<Resident>().Count(resident => resident.Work!.Street == "a").Should().Be(0);
        context.Set<Resident>().Count(resident => resident.Work!.Street == "c").Should().Be(1);
    }

    [Test]
    public void A_declared_context_keeps_values_readable_after_a_rename()
    {
        using var database = new EncryptedDatabase();
        using (var context = database.NewContext())
        {
            context.Add(new Account { Note = "note" });
            context.SaveChanges();
        }

        using var renamed = new BuiltContext(
            model => model.Entity<RenamedAccount>().ToTable("accounts").Property(account => account.Text).HasColumnName("Note"), database);
        renamed.Set<RenamedAccount>().AsNoTracking().Single().Text.Should().Be("note");
    }

    private sealed class Item
    {
        public Guid Id { get; set; }

        [Encrypted]
        public string? Text { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get => field?.For(Id); set; }
    }

    private sealed class RenamedAccount
    {
        public Guid Id { get; set; }

        [Encrypted(StableName = "accounts/Note")]
        public string? Text { get; set; }
    }

    private sealed class Unbound
    {
        public Guid Id { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get; set; }
    }

    private sealed class WronglyBound
    {
        public Guid Id { get; set; }

        public Guid Other { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get => field?.For(Other); set; }
    }

    private sealed class Throwing
    {
        public Guid Id { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get => field is null ? null : throw new InvalidOperationException(); set; }
    }

    private sealed class Numbered
    {
        public int Id { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get => field?.For(Id); set; }
    }

    private sealed class BadContext
    {
        public Guid Id { get; set; }

        [Encrypted(StableName = "no slash")]
        public string? Text { get; set; }
    }

    private sealed class NumberIndexed
    {
        public Guid Id { get; set; }

        [Encrypted, BlindIndex]
        public int Number { get; set; }
    }

    private sealed class Owner
    {
        public Guid Id { get; set; }

        public Part Owned { get; set; } = new();

        public Part Complex { get; set; } = new();
    }

    private sealed class Part
    {
        [Encrypted]
        public string? Text { get; set; }
    }

    private sealed class ComplexOwner
    {
        public Guid Id { get; set; }

        public SecretPart Part { get; set; } = new();
    }

    private sealed class SecretPart
    {
        public string? Name { get; set; }

        [Encrypted]
        public Secret<string>? Secret { get; set; }
    }

    private class Base
    {
        public Guid Id { get; set; }

        [Encrypted]
        public string? BaseText { get; set; }
    }

    private sealed class Derived : Base
    {
        [Encrypted]
        public string? DerivedText { get; set; }
    }

    private abstract class Overridden
    {
        [Encrypted]
        public virtual string? Note { get; set; }

        [Encrypted, BlindIndex(Normalizer = BlindIndexNormalizer.TrimLower)]
        public virtual string? Email { get; set; }
    }

    private class HalfOverriding : Overridden
    {
        public override string? Email { get; set; }
    }

    private sealed class Overriding : HalfOverriding
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        public override string? Note { get; set; }

        public override string? Email { get; set; }
    }

    private interface IHasNumber
    {
        [Encrypted]
        string? Number { get; set; }
    }

    private sealed class Implementing : IHasNumber
    {
        public Guid Id { get; set; }

        public string? Number { get; set; }
    }

    private sealed class RightlyImplementing : IHasNumber
    {
        public Guid Id { get; set; }

        [Encrypted]
        public string? Number { get; set; }
    }

    private abstract class Animal
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();
    }

    private sealed class Dog : Animal
    {
        [Encrypted, BlindIndex]
        public string? Tag { get; set; }
    }

    private sealed class Cat : Animal
    {
        [Encrypted, BlindIndex]
        public string? Tag { get; set; }
    }

    private sealed class Resident
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted, BlindIndex]
        public string? Street { get; set; }

        public Address? Home { get; set; }

        public Address? Work { get; set; }
    }

    private sealed class Address
    {
        [Encrypted, BlindIndex]
        public string? Street { get; set; }
    }

    private sealed class BuiltContext(Action<ModelBuilder> build, EncryptedDatabase? database = null) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder
            .UseSqlite(database?.ConnectionString ?? "Data Source=:memory:")
            .EnableServiceProviderCaching(false)
            .ConfigureWarnings(
                warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.ManyServiceProvidersCreatedWarning))
            .UseEncryption(database?.Ring);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
    }
}
