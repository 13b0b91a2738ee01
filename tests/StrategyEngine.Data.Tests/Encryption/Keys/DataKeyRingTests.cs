using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class DataKeyRingTests
{
    [Test]
    public async Task Many_rings_that_start_at_once_on_an_empty_database_agree_on_one_key()
    {
        using var database = new EncryptedDatabase();
        var rings = Enumerable.Range(0, 8).Select(_ => database.NewRing()).ToList();

        await Task.WhenAll(rings.Select(ring => Task.Run(() => ring.EnsureActiveKeyAsync())));

        rings.Select(ring => ring.ActiveFieldKey().KeyId).Distinct().Should().ContainSingle();
        database.Scalar<int>("SELECT COUNT(*) FROM encryption_data_keys").Should().Be(2);
    }

    [Test]
    public void Two_rings_of_one_process_stay_apart()
    {
        using var first = new EncryptedDatabase();
        using var second = new EncryptedDatabase();
        foreach (var (database, note) in (ReadOnlySpan<(EncryptedDatabase, string)>)[(first, "one"), (second, "two")])
        {
            using var context = database.NewContext();
            context.Add(new Account { Note = note, ApiSecret = note, Email = "same@x.y" });
            context.SaveChanges();
        }

        foreach (var (database, note) in (ReadOnlySpan<(EncryptedDatabase, string)>)[(first, "one"), (second, "two")])
        {
            using var context = database.NewContext();
            context.Accounts.Single(account => account.Email == "same@x.y").Note.Should().Be(note);
        }

        first.Ring.ActiveFieldKey().KeyId.Should().NotBe(second.Ring.ActiveFieldKey().KeyId);
        first.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts").Should()
            .NotEqual(second.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts"));
        using var crossed = first.NewContext(second.Ring);
        crossed.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyUnknownException>();
    }

    [Test]
    public void A_hundred_rings_cause_no_warning_of_Entity_Framework_and_share_no_model()
    {
        using var database = new EncryptedDatabase();
        var models = new HashSet<IModel>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < 100; i++)
        {
            var ring = database.NewRing();
            var options = new DbContextOptionsBuilder<SmallContext>()
                .UseSqlite(database.ConnectionString)
                .UseEncryption(ring)
                .ConfigureWarnings(warnings => warnings.Throw(CoreEventId.ManyServiceProvidersCreatedWarning))
                .Options;
            using var context = new SmallContext(options);
            models.Add(context.Model);
            using var again = new SmallContext(options);
            models.Add(again.Model);
        }

        models.Should().HaveCount(100);
    }

    [Test]
    public void Without_a_key_ring_the_model_builds_and_nothing_is_sealed_or_opened()
    {
        using var database = new EncryptedDatabase();
        using (var context = database.NewContext())
        {
            context.Add(new Account { Note = "note", ApiSecret = "sk" });
            context.SaveChanges();
        }

        using var design = database.NewContext(null);
        design.Database.GenerateCreateScript().Should().Contain("\"Note\" BLOB").And.Contain("\"EmailIndex\" BLOB");
        design.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyRingMissingException>();
        design.ChangeTracker.Clear();
        design.Add(new Account { Note = "note" });
        design.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>().WithInnerException<KeyRingMissingException>();
    }

    [Test]
    public void The_first_key_is_not_made_inside_a_transaction()
    {
        using var database = new EncryptedDatabase();
        using var context = database.NewContext();
        using (context.Database.BeginTransaction())
        {
            context.Add(new Account { Note = "note" });
            context.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>()
                .WithInnerException<NoActiveKeyException>().WithMessage("*EnsureActiveKeyAsync*");
        }

        database.Ring.EnsureActiveKey();
        using (var transaction = context.Database.BeginTransaction())
        {
            context.SaveChanges().Should().Be(1);
            transaction.Commit();
        }
    }

    [Test]
    public void A_disposed_ring_has_erased_its_keys_and_opens_nothing()
    {
        using var database = new EncryptedDatabase();
        var ring = database.NewRing();
        using var context = database.NewContext(ring);
        context.Add(new Account { Note = "note" });
        context.SaveChanges();
        var column = ring.ActiveFieldKey().Material(ring.Wrapper, FieldLocation.None).Column(ring.Column("accounts", "Note"));

        ring.Dispose();

        column.Material.ToArray().Should().OnlyContain(value => value == 0);
        context.ChangeTracker.Clear();
        context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<ObjectDisposedException>();
    }

    [Test]
    public void Many_threads_seal_and_open_without_mixing_values_up()
    {
        using var database = new EncryptedDatabase();
        var protector = new FieldProtector(database.Ring);
        database.Ring.EnsureActiveKey();

        Parallel.For(0, 20_000, i =>
        {
            var text = $"value {i}";
            var sealedText = protector.Encrypt(text, "accounts/note", i % 2 == 0 ? [] : [i]);
            if (protector.Decrypt<string>(sealedText, "accounts/note", i % 2 == 0 ? [] : [i]) != text)
                throw new InvalidOperationException("A value came back as another.");
        });
    }

    [Test]
    public void A_value_protected_as_text_opens_under_its_own_name_only()
    {
        using var database = new EncryptedDatabase();
        var protector = new FieldProtector(database.Ring);
        var text = protector.EncryptToText(12.50m, "export/limit");

        text.Should().StartWith("$se1$");
        FieldProtector.IsEncrypted(text).Should().BeTrue();
        FieldProtector.IsEncrypted("12.50").Should().BeFalse();
        FieldProtector.IsEncrypted("$se1$AAAA").Should().BeFalse();
        protector.DecryptText<decimal>(text, "export/limit").Should().Be(12.50m);
        protector.Invoking(p => p.DecryptText<decimal>(text, "export/other")).Should().Throw<FieldTamperedException>();
        protector.Invoking(p => p.DecryptText<string>(text, "export/limit")).Should().Throw<UnreadableFormatException>();
        protector.Invoking(p => p.DecryptText<string>("12.50", "export/limit")).Should().Throw<PlaintextFoundException>();
        protector.Invoking(p => p.DecryptText<string>("$se1$!", "export/limit")).Should().Throw<UnreadableFormatException>();
        protector.Invoking(p => p.EncryptToText("x", "no slash")).Should().Throw<ArgumentException>();
    }

    private sealed class Thing
    {
        public Guid Id { get; set; }

        [Encrypted]
        public string? Text { get; set; }
    }

    private sealed class SmallContext(DbContextOptions<SmallContext> options) : DbContext(options)
    {
        public DbSet<Thing> Things => Set<Thing>();
    }
}
