// The forms of comparison are what is under test.
#pragma warning disable CA1309, CA1861

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>What the SQL of a query holds under the keys of one ring is never run under those of another.</summary>
[TestFixture]
internal sealed class ModelPoolConstantTests
{
    private const string Same = "same@x.y";

    private static readonly string[] Names = [Same, "other@x.y"];

    private PersonDatabase _first = null!;
    private PersonDatabase _second = null!;

    [SetUp]
    public void Open()
    {
        (_first, _second) = (new PersonDatabase(), new PersonDatabase());
        foreach (var (database, note) in new[] { (_first, "of the first"), (_second, "of the second") })
        {
            database.Fill(Same, note);
            database.Fill("third@x.y", "third");
        }
    }

    [TearDown]
    public void Close()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static IEnumerable<TestCaseData> Queries()
    {
        static TestCaseData Case(string name, Func<DbSet<Person>, object> query) =>
            new TestCaseData(query).SetName("A constant in a query: " + name);

        string[] list = [Same, "nobody@x.y"];
        var email = Same;
        yield return Case("equality", people => people.Count(p => EF.Property<string>(p, "EmailIndex") == "same@x.y"));
        yield return Case("equality turned round", people => people.Count(p => "same@x.y" == EF.Property<string>(p, "EmailIndex")));
        yield return Case("inequality", people => people.Count(p => EF.Property<string>(p, "EmailIndex") != "same@x.y"));
        yield return Case("Equals", people => people.Count(p => EF.Property<string>(p, "EmailIndex").Equals("same@x.y")));
        yield return Case("through a cast", people => people.Count(p => (string)EF.Property<object>(p, "EmailIndex") == "same@x.y"));
        yield return Case(
            "an inline array",
            people => people.Count(p => new[] { "same@x.y", "other@x.y" }.Contains(EF.Property<string>(p, "EmailIndex"))));
        yield return Case("a constant list", people => people.Count(p => EF.Constant(list).Contains(EF.Property<string>(p, "EmailIndex"))));
        yield return Case("a static list", people => people.Count(p => Names.Contains(EF.Property<string>(p, "EmailIndex"))));
        yield return Case("EF.Constant", people => people.Count(p => EF.Property<string>(p, "EmailIndex") == EF.Constant(email)));
        yield return Case(
            "a default in place of null", people => people.Count(p => (EF.Property<string>(p, "EmailIndex") ?? "same@x.y") == email));
        yield return Case(
            "a choice",
            people => people.Count(p => (p.Name == "nobody" ? "third@x.y" : EF.Property<string>(p, "EmailIndex")) == "same@x.y"));
        yield return Case(
            "a sub-query",
            people => people.Count(p => people.Any(q => q.Id == p.Id && EF.Property<string>(q, "EmailIndex") == "same@x.y")));
        yield return Case(
            "a join",
            people => people.Join(people, p => EF.Property<string>(p, "EmailIndex"), q => "same@x.y", (p, q) => p.Id).Count());
        yield return Case(
            "an order",
            people => people.OrderByDescending(p => EF.Property<string>(p, "EmailIndex") == "same@x.y").Select(p => p.Note).First()!);
        yield return Case(
            "a projection", people => people.Count(p => new { Found = EF.Property<string>(p, "EmailIndex") == "same@x.y" }.Found));
        yield return Case(
            "beside a parameter",
            people => people.Where(p => EF.Property<string>(p, "EmailIndex") == "same@x.y" || p.Email == email).Select(p => p.Note)
                .ToList());
        yield return Case(
            "a text printed before",
            people => people.Where(p => EF.Property<string>(p, "EmailIndex") == "same@x.y").ToQueryString().Length > 0
                ? people.Where(p => EF.Property<string>(p, "EmailIndex") == "same@x.y").Select(p => p.Note).ToList()
                : "");
        yield return Case(
            "an update",
            people => people.Where(p => EF.Property<string>(p, "EmailIndex") == "same@x.y")
                .ExecuteUpdate(set => set.SetProperty(p => p.Name, "found")));
        yield return Case(
            "a deletion",
            people => people.Where(p => EF.Property<string>(p, "EmailIndex") == "absent@x.y" || p.Email == "absent@x.y").ExecuteDelete());
        yield return Case("the property itself", people => people.Where(p => p.Email == "same@x.y").Select(p => p.Note).ToList());
    }

    [TestCaseSource(nameof(Queries))]
    public void A_constant_is_looked_for_by_the_keys_of_the_ring_that_asks(Func<DbSet<Person>, object> query)
    {
        for (var cycle = 0; cycle < 3; cycle++)
        {
            foreach (var database in new[] { _first, _second })
            {
                using var ring = database.NewRing();
                using var pooled = database.NewContext(ring);
                using var unpooled = new UnpooledContext(Options<UnpooledContext>(database, ring));

                var expected = query(unpooled.People);

                query(pooled.People).Should().BeEquivalentTo(expected, "cycle {0}", cycle);
            }
        }
    }

    [Test]
    public void A_constant_in_a_query_that_the_application_compiled_is_looked_for_by_the_keys_of_the_ring_that_asks()
    {
        foreach (var database in new[] { _first, _second, _first, _second })
        {
            using var ring = database.NewRing();
            using var context = database.NewContext(ring);
            EF.CompileQuery((PersonContext c) => c.People.Count(p => EF.Property<string>(p, "EmailIndex") == "same@x.y"))(context)
                .Should().Be(1);
            EF.CompileAsyncQuery((PersonContext c) => c.People.Count(p => EF.Property<string>(p, "EmailIndex") == "third@x.y"))(context)
                .GetAwaiter().GetResult().Should().Be(1);
        }
    }

    [Test]
    public void A_constant_in_a_query_filter_is_looked_for_by_the_keys_of_the_ring_that_asks()
    {
        foreach (var (database, note) in new[]
        {
            (_first, "of the first"), (_second, "of the second"), (_first, "of the first"), (_second, "of the second")
        })
        {
            using var ring = database.NewRing();
            using var context = new FilteredContext(Options<FilteredContext>(database, ring));
            context.People.Select(person => person.Note).Should().Equal(note);
        }
    }

    [TestCase("Email", "text")]
    [TestCase("EmailIndex", "text")]
    [TestCase("Note", "text")]
    [TestCase("Balance", 5)]
    public void A_literal_of_an_encrypted_column_keeps_its_model_from_the_next_ring(string property, object value)
    {
        IModel model;
        using (var ring = _first.NewRing())
        {
            using var context = _first.NewContext(ring);
            model = context.Model;
            _ = context.People.Count();
            model.FindEntityType(typeof(Person))!.FindProperty(property)!.GetRelationalTypeMapping()
                .GenerateSqlLiteral(value is int number ? (decimal)number : value).Should().StartWith("X'");
        }

        using var next = _second.NewRing();
        using var after = _second.NewContext(next);
        after.Model.Should().NotBeSameAs(model);
    }

    [Test]
    public void What_became_a_parameter_keeps_no_model_from_the_next_ring()
    {
        var models = new HashSet<IModel>(ReferenceEqualityComparer.Instance);
        foreach (var database in new[] { _first, _second, _first })
        {
            using var ring = database.NewRing();
            using var context = database.NewContext(ring);
            models.Add(context.Model);
            var person = new Person { Email = "new@x.y", Note = "note", Balance = 1, Pin = "1234" };
            context.AddRange(person, new Person { Email = "newer@x.y", Note = "note" });
            context.SaveChanges();
            person.Note = "changed";
            context.SaveChanges();
            var (email, emails) = ("new@x.y", new List<string?> { "new@x.y", "newer@x.y" });
            context.People.Count(p => EF.Property<string>(p, "EmailIndex") == email).Should().Be(1);
            context.People.Count(p => emails.Contains(EF.Property<string>(p, "EmailIndex"))).Should().Be(2);
            context.People.Count(p => EF.Parameter(emails).Contains(p.Email)).Should().Be(2);
            context.People.Count(p => EF.MultipleParameters(emails).Contains(p.Email)).Should().Be(2);
            context.People.Where(p => emails.Contains(p.Email)).ExecuteDelete().Should().Be(2);
        }

        models.Should().ContainSingle();
    }

    private static DbContextOptions<TContext> Options<TContext>(PersonDatabase database, DataKeyRing ring)
        where TContext : DbContext =>
        new DbContextOptionsBuilder<TContext>().UseSqlite(database.ConnectionString).UseEncryption(ring).Options;

    /// <summary>Has a field of its own, so that each ring builds its model anew.</summary>
    private sealed class UnpooledContext(DbContextOptions<UnpooledContext> options) : DbContext(options)
    {
        private readonly string _table = "people";

        public DbSet<Person> People => Set<Person>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.ApplyEncryptionTables();
            modelBuilder.Entity<Person>().ToTable(_table);
        }
    }

    private sealed class FilteredContext(DbContextOptions<FilteredContext> options) : DbContext(options)
    {
        public DbSet<Person> People => Set<Person>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.ApplyEncryptionTables();
            modelBuilder.Entity<Person>().ToTable("people")
                .HasQueryFilter(person => EF.Property<string>(person, "EmailIndex") == "same@x.y");
        }
    }
}
